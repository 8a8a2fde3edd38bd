package io.lockstep.session.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.w3c.dom.CharacterData;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/** Edits a document as an application may, at random places. */
final class RandomEdits {
  private final Document document;
  private final Random random;

  RandomEdits(Document document, Random random) {
    this.document = document;
    this.random = random;
  }

  void edit() {
    Node node = any();
    switch (random.nextInt(12)) {
      case 0, 1 -> parent(node).appendChild(fresh(2));
      case 2 -> insert(node);
      case 3 -> remove(node);
      case 4 -> replace(node);
      case 5 -> setAttribute(node);
      case 6 -> setText(node);
      case 7 -> move(node);
      case 8 -> parent(node).setTextContent("text " + random.nextInt(100));
      case 9 -> split(node);
      case 10 -> parent(node).normalize();
      default -> rename(node);
    }
  }

  private List<Node> all() {
    List<Node> all = new ArrayList<>();
    Element root = document.getDocumentElement();
    for (Node node = root; node != null; node = DomEncoder.next(node, root)) {
      all.add(node);
    }
    return all;
  }

  private Node any() {
    List<Node> all = all();
    return all.get(random.nextInt(all.size()));
  }

  private static Element parent(Node node) {
    return node instanceof Element element ? element : (Element) node.getParentNode();
  }

  private Node fresh(int depth) {
    return switch (random.nextInt(5)) {
      case 0 -> document.createTextNode("t" + random.nextInt());
      case 1 -> document.createComment("c" + random.nextInt());
      case 2 -> document.createCDATASection("d" + random.nextInt());
      case 3 -> document.createElement("p" + random.nextInt(5));
      default -> {
        Element element = document.createElementNS("urn:" + random.nextInt(3), "q:e");
        element.setAttribute("made", "" + random.nextInt(10));
        for (int i = 0; depth > 0 && i < random.nextInt(3); i++) {
          element.appendChild(fresh(depth - 1));
        }
        yield element;
      }
    };
  }

  private void insert(Node node) {
    if (node != document.getDocumentElement()) {
      node.getParentNode().insertBefore(fresh(1), node);
    }
  }

  private void remove(Node node) {
    if (node != document.getDocumentElement()) {
      node.getParentNode().removeChild(node);
    }
  }

  private void replace(Node node) {
    if (node != document.getDocumentElement()) {
      node.getParentNode().replaceChild(fresh(1), node);
    }
  }

  private void setAttribute(Node node) {
    Element element = parent(node);
    String name = "a" + random.nextInt(4);
    switch (random.nextInt(4)) {
      case 0 -> element.removeAttribute(name);
      case 1 -> element.setAttributeNS("urn:a", "z:" + name, "n" + random.nextInt(9));
      case 2 -> element.removeAttributeNS("urn:a", name);
      default -> element.setAttribute(name, "v" + random.nextInt(9));
    }
  }

  private void setText(Node node) {
    if (node instanceof CharacterData data) {
      data.setData(data.getData().repeat(random.nextInt(3)) + random.nextInt(9));
    }
  }

  private void move(Node node) {
    Node target = parent(any());
    for (Node above = target; above != null; above = above.getParentNode()) {
      if (above == node) {
        return;
      }
    }
    target.insertBefore(node, target.getFirstChild() == node ? null : target.getFirstChild());
  }

  private void split(Node node) {
    if (node instanceof Text text && text.getLength() > 1) {
      text.splitText(1 + random.nextInt(text.getLength() - 1));
    }
  }

  private void rename(Node node) {
    if (node instanceof Element) {
      document.renameNode(node, random.nextBoolean() ? "urn:r" : null, "r" + random.nextInt(9));
    }
  }
}
