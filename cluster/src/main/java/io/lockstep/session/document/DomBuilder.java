package io.lockstep.session.document;

import io.lockstep.session.DocumentRefusedException;
import io.lockstep.wire.proto.DocumentContent;
import io.lockstep.wire.proto.DomAttribute;
import io.lockstep.wire.proto.DomNode;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.DOMException;
import org.w3c.dom.Document;
import org.w3c.dom.DocumentType;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Makes a document of the JDK's DOM from what was written of another one. Nothing is parsed: no
 * entity is ever resolved.
 */
final class DomBuilder {
  private final Document document;
  private final NodeIds ids;
  private final Deque<Open> open = new ArrayDeque<>();

  /** A node of which children are still to come. */
  private static final class Open {
    final Node node;
    int missing;

    Open(Node node, int missing) {
      this.node = node;
      this.missing = missing;
    }
  }

  private DomBuilder(Document document, NodeIds ids) {
    this.document = document;
    this.ids = ids;
    ids.begin(document);
  }

  /**
   * The document.
   *
   * @param ids are given those of its nodes
   * @throws DocumentRefusedException when no DOM can be so
   */
  static Document build(DocumentContent content, NodeIds ids) {
    try {
      var builder = new DomBuilder(emptyDocument(), ids);
      for (DomNode node : content.getNodesList()) {
        builder.add(node);
      }
      builder.describe(content);
      return builder.document;
    } catch (DOMException e) {
      throw new DocumentRefusedException("it cannot be made here: " + e.getMessage(), e);
    }
  }

  /** One without anything in it, whose parser, which is not used, resolves no entities. */
  static Document emptyDocument() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      return factory.newDocumentBuilder().newDocument();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("The JDK's DOM is not there", e);
    }
  }

  private void describe(DocumentContent content) {
    if (!content.getXmlVersion().isEmpty()) {
      document.setXmlVersion(content.getXmlVersion());
    }
    document.setXmlStandalone(content.getStandalone());
    document.setDocumentURI(content.getUri().isEmpty() ? null : content.getUri());
  }

  private void add(DomNode wire) {
    Node node = make(wire);
    ids.put(node, wire.getId());
    if (wire.getChildren() > 0) {
      open.push(new Open(node, wire.getChildren()));
    } else {
      putIn(node);
    }
  }

  /** A node goes to its parent when it is whole: the DOM looks at all above it at each step. */
  private void putIn(Node whole) {
    Node node = whole;
    while (!open.isEmpty()) {
      Open parent = open.element();
      parent.node.appendChild(node);
      parent.missing--;
      if (parent.missing > 0) {
        return;
      }
      open.pop();
      node = parent.node;
    }
    document.appendChild(node);
  }

  private Node make(DomNode wire) {
    return switch (wire.getKind()) {
      case DOM_ELEMENT -> element(wire);
      case DOM_TEXT -> document.createTextNode(wire.getValue());
      case DOM_CDATA -> document.createCDATASection(wire.getValue());
      case DOM_COMMENT -> document.createComment(wire.getValue());
      case DOM_INSTRUCTION -> document.createProcessingInstruction(wire.getName(), wire.getValue());
      case DOM_DOCTYPE -> type(wire);
      case DOM_UNKNOWN, UNRECOGNIZED ->
          throw new DocumentRefusedException("it has a node of a kind not known here");
    };
  }

  private Element element(DomNode wire) {
    Element element =
        wire.getPlain()
            ? document.createElement(wire.getName())
            : document.createElementNS(
                wire.hasNamespace() ? wire.getNamespace() : null, wire.getName());
    for (DomAttribute attribute : wire.getAttributesList()) {
      if (attribute.getPlain()) {
        element.setAttribute(attribute.getName(), attribute.getValue());
      } else {
        element.setAttributeNS(
            attribute.hasNamespace() ? attribute.getNamespace() : null,
            attribute.getName(),
            attribute.getValue());
      }
    }
    return element;
  }

  private DocumentType type(DomNode wire) {
    return document
        .getImplementation()
        .createDocumentType(
            wire.getName(), valueOf(wire, DomEncoder.PUBLIC), valueOf(wire, DomEncoder.SYSTEM));
  }

  private static @Nullable String valueOf(DomNode type, String name) {
    return type.getAttributesList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .map(DomAttribute::getValue)
        .findFirst()
        .orElse(null);
  }
}
