package io.lockstep.session.document;

import io.lockstep.wire.proto.DocumentChange;
import io.lockstep.wire.proto.DocumentContent;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** A watched document, and a copy that gets nothing but what was recorded of it. */
final class Twin {
  final Document document;
  final DocumentRecorder recorder;
  private @Nullable DocumentTree copy;
  private long sequence;
  private int changes;

  private Twin(Document document) {
    this.document = document;
    recorder = DocumentRecorder.watch(document, false, () -> {});
  }

  static Twin of(String xml) throws Exception {
    return new Twin(parse(xml));
  }

  static Document parse(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }

  Element root() {
    return document.getDocumentElement();
  }

  /** Brings the copy up to date; returns the change. */
  DocumentChange follow() {
    recorder.catchUp();
    DocumentChange change = recorder.take().setSequence(++sequence).build();
    if (change.hasContent()) {
      copy = DocumentTree.of(change.getContent());
    }
    tree().apply(change);
    changes += change.getChangesCount();
    return change;
  }

  DocumentTree tree() {
    DocumentTree present = copy;
    if (present == null) {
      throw new IllegalStateException("nothing was followed yet");
    }
    return present;
  }

  /** How many small changes have come. */
  int changes() {
    return changes;
  }

  /** The copy as a document. */
  Document restored() throws Exception {
    DocumentContent content = DocumentContent.parseFrom(tree().toContent().toByteArray());
    return DocumentRecorder.restore(content, () -> {}).document();
  }

  /** All that the DOM tells of the nodes, one line each. */
  static List<String> lines(Node top) {
    List<String> lines = new ArrayList<>();
    for (Node node = top.getFirstChild(); node != null; node = next(node, top)) {
      lines.add(
          "  ".repeat(depth(node, top))
              + node.getNodeType()
              + " "
              + name(node)
              + " \""
              + node.getNodeValue()
              + "\" "
              + attributes(node));
    }
    return lines;
  }

  private static @Nullable Node next(Node node, Node top) {
    if (node.getFirstChild() != null) {
      return node.getFirstChild();
    }
    Node last = node;
    while (last != top && last.getNextSibling() == null) {
      last = last.getParentNode();
    }
    return last == top ? null : last.getNextSibling();
  }

  private static int depth(Node node, Node top) {
    int depth = 0;
    for (Node above = node.getParentNode(); above != top; above = above.getParentNode()) {
      depth++;
    }
    return depth;
  }

  private static String name(Node node) {
    return node.getNodeName() + "|" + node.getLocalName() + "|" + node.getNamespaceURI();
  }

  private static List<String> attributes(Node node) {
    NamedNodeMap attributes = node.getAttributes();
    List<String> all = new ArrayList<>();
    for (int i = 0; attributes != null && i < attributes.getLength(); i++) {
      Node attribute = attributes.item(i);
      all.add(name(attribute) + "=" + attribute.getNodeValue());
    }
    all.sort(null);
    return all;
  }
}
