package io.lockstep.testkit.simulation;

import io.lockstep.session.DocumentRegistry;
import io.lockstep.session.DocumentScope;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** A cart that is a document of the session: each item is added by several small changes. */
final class DocumentCart {
  private static final String NAME = "cart";
  private static final String LAST = "last";

  private DocumentCart() {}

  static void add(DocumentRegistry documents, String token) {
    Document cart = documents.getOrRegister(NAME, DocumentCart::empty, DocumentScope.SERVER_ONLY);
    Element root = cart.getDocumentElement();
    Node item = root.appendChild(cart.createElementNS(null, "item"));
    item.appendChild(cart.createTextNode("?")).setNodeValue(token);
    root.setAttribute(LAST, token);
  }

  private static Document empty() {
    try {
      Document document =
          DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().newDocument();
      document.appendChild(document.createElementNS(null, "items"));
      return document;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The items; null when there is no such document. */
  static @Nullable List<String> items(DocumentRegistry documents) {
    Document cart = documents.get(NAME);
    if (cart == null) {
      return null;
    }
    Element root = cart.getDocumentElement();
    var items = new ArrayList<String>();
    for (Node item = root.getFirstChild(); item != null; item = item.getNextSibling()) {
      items.add(item.getTextContent());
    }
    if (items.isEmpty() || !items.get(items.size() - 1).equals(root.getAttribute(LAST))) {
      items.add("a last item that is not " + root.getAttribute(LAST));
    }
    return items;
  }
}
