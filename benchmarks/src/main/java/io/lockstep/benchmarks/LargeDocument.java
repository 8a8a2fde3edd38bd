package io.lockstep.benchmarks;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A document with a list of items, each an element with two attributes, an element and a text, of
 * about 250 bytes of XML in all; and small changes of it. Always the same for the same seed. Not
 * thread-safe.
 */
final class LargeDocument {
  /** About 10 MB of XML, and 120,000 nodes without the attributes. */
  static final int ITEMS = 40_000;

  private static final int TEXT_LENGTH = 202;
  private static final int LETTERS = 26;

  private final Document document;
  private final List<Element> items = new ArrayList<>();
  private final Random random;
  private int changes;

  private LargeDocument(Document document, long seed) {
    this.document = document;
    random = new Random(seed);
  }

  static LargeDocument make(int items, long seed) throws ParserConfigurationException {
    var made =
        new LargeDocument(
            DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().newDocument(), seed);
    Element root = made.document.createElement("items");
    made.document.appendChild(root);
    for (int number = 0; number < items; number++) {
      made.items.add(made.appendItem(root, number));
    }
    return made;
  }

  Document document() {
    return document;
  }

  /** How many bytes it has as XML. */
  long bytes() throws TransformerException {
    var text = new ByteArrayOutputStream();
    TransformerFactory.newDefaultInstance()
        .newTransformer()
        .transform(new DOMSource(document), new StreamResult(text));
    return text.size();
  }

  /**
   * Makes one change: sets an attribute, changes a text, appends an item, and removes that one, in
   * turn. After four of them there are as many nodes as before.
   */
  void change() {
    Element root = document.getDocumentElement();
    switch (changes % 4) {
      case 0 -> any().setAttribute("state", "s" + changes);
      case 1 -> textOf(any());
      case 2 -> appendItem(root, changes);
      default -> root.removeChild(root.getLastChild());
    }
    changes++;
  }

  private void textOf(Element item) {
    item.getFirstChild().getFirstChild().setNodeValue(text());
  }

  private Element any() {
    return items.get(random.nextInt(items.size()));
  }

  private Element appendItem(Element root, int number) {
    Element item = document.createElement("item");
    item.setAttribute("id", Integer.toString(number));
    item.setAttribute("state", "new");
    Element name = document.createElement("name");
    name.appendChild(document.createTextNode(text()));
    item.appendChild(name);
    root.appendChild(item);
    return item;
  }

  private String text() {
    var text = new StringBuilder(TEXT_LENGTH);
    for (int index = 0; index < TEXT_LENGTH; index++) {
      text.append((char) ('a' + random.nextInt(LETTERS)));
    }
    return text.toString();
  }
}
