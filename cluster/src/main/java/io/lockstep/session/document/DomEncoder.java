package io.lockstep.session.document;

import io.lockstep.session.DocumentRefusedException;
import io.lockstep.wire.proto.DomAttribute;
import io.lockstep.wire.proto.DomKind;
import io.lockstep.wire.proto.DomNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.DocumentType;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** Writes DOM nodes with all below them, without recursion: a document may be deep. */
final class DomEncoder {
  /** Those of a document type that are written as its attributes. */
  static final String PUBLIC = "public";

  static final String SYSTEM = "system";

  private final ToIntFunction<Node> ids;
  private final List<DomNode> nodes = new ArrayList<>();

  /**
   * Has written nothing yet.
   *
   * @param ids gives each node its id, in the order of the document
   */
  DomEncoder(ToIntFunction<Node> ids) {
    this.ids = ids;
  }

  /** What was written so far. */
  List<DomNode> nodes() {
    return nodes;
  }

  /**
   * Writes a node and all below it.
   *
   * @throws DocumentRefusedException when there is one of a kind that is not replicated
   */
  void write(Node root) {
    for (Node node = root; node != null; node = next(node, root)) {
      nodes.add(encode(node));
    }
  }

  /** The next one in the order of the document that is not above or beside the root. */
  static @Nullable Node next(Node node, Node root) {
    if (node.getNodeType() == Node.ELEMENT_NODE && node.getFirstChild() != null) {
      return node.getFirstChild();
    }
    Node last = node;
    while (last != root && last.getNextSibling() == null && last.getParentNode() != null) {
      last = last.getParentNode();
    }
    return last == root ? null : last.getNextSibling();
  }

  private DomNode encode(Node node) {
    DomNode.Builder wire = DomNode.newBuilder().setKind(kindOf(node)).setId(ids.applyAsInt(node));
    switch (wire.getKind()) {
      case DOM_ELEMENT -> encodeElement(node, wire);
      case DOM_DOCTYPE -> encodeType((DocumentType) node, wire);
      case DOM_INSTRUCTION -> wire.setName(node.getNodeName()).setValue(text(node));
      default -> wire.setValue(text(node));
    }
    return wire.build();
  }

  private static DomKind kindOf(Node node) {
    return switch (node.getNodeType()) {
      case Node.ELEMENT_NODE -> DomKind.DOM_ELEMENT;
      case Node.TEXT_NODE -> DomKind.DOM_TEXT;
      case Node.CDATA_SECTION_NODE -> DomKind.DOM_CDATA;
      case Node.COMMENT_NODE -> DomKind.DOM_COMMENT;
      case Node.PROCESSING_INSTRUCTION_NODE -> DomKind.DOM_INSTRUCTION;
      case Node.DOCUMENT_TYPE_NODE -> DomKind.DOM_DOCTYPE;
      default ->
          throw new DocumentRefusedException(
              ("node \"%s\" of DOM type %d: allowed are elements, text, CDATA sections, comments,"
                      + " processing instructions and a document type; parse with entity references"
                      + " expanded")
                  .formatted(node.getNodeName(), node.getNodeType()));
    };
  }

  private static String text(Node node) {
    String value = node.getNodeValue();
    return value == null ? "" : writable(value);
  }

  /** Half of a character that takes two units cannot be written: it becomes U+FFFD. */
  static String writable(String text) {
    StringBuilder mended = null;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isHighSurrogate(unit)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(unit)) {
        mended = mended == null ? new StringBuilder(text) : mended;
        mended.setCharAt(i, '\uFFFD');
      }
    }
    return mended == null ? text : mended.toString();
  }

  private static void encodeElement(Node element, DomNode.Builder wire) {
    wire.setName(element.getNodeName()).setPlain(element.getLocalName() == null);
    if (element.getNamespaceURI() != null) {
      wire.setNamespace(element.getNamespaceURI());
    }
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      Attr attribute = (Attr) attributes.item(i);
      wire.addAttributes(encode(attribute).setValue(writable(attribute.getValue())));
    }
    int children = 0;
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      children++;
    }
    wire.setChildren(children);
  }

  /** All but its value. */
  static DomAttribute.Builder encode(Attr attribute) {
    DomAttribute.Builder wire =
        DomAttribute.newBuilder()
            .setName(attribute.getName())
            .setPlain(attribute.getLocalName() == null);
    if (attribute.getNamespaceURI() != null) {
      wire.setNamespace(attribute.getNamespaceURI());
    }
    return wire;
  }

  private static void encodeType(DocumentType type, DomNode.Builder wire) {
    wire.setName(type.getName());
    add(wire, PUBLIC, type.getPublicId());
    add(wire, SYSTEM, type.getSystemId());
  }

  private static void add(DomNode.Builder wire, String name, @Nullable String value) {
    if (value != null) {
      wire.addAttributes(DomAttribute.newBuilder().setName(name).setValue(value));
    }
  }
}
