package io.lockstep.docs;

import io.lockstep.session.DocumentRegistry;
import io.lockstep.session.DocumentScope;
import io.lockstep.session.ServerSession;
import java.util.concurrent.locks.Lock;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The Java of the guide {@code docs/documents.md}, between tags. */
final class DocumentsGuide {
  private DocumentsGuide() {}

  private static Document newDocument() {
    try {
      Document document =
          DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().newDocument();
      document.appendChild(document.createElementNS(null, "order"));
      return document;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  static DocumentRegistry register(ServerSession session) {
    // tag::register[]
    DocumentRegistry documents = session.documents();
    documents.getOrRegister("order", () -> newDocument(), DocumentScope.SERVER_ONLY);
    // end::register[]
    return documents;
  }

  static Document edit(DocumentRegistry documents) {
    // tag::edit[]
    Document order = documents.get("order");
    Element item = order.createElementNS(null, "item");
    item.setAttribute("count", "3");
    item.setTextContent("apples");
    order.getDocumentElement().appendChild(item);
    // end::edit[]
    return order;
  }

  static void editTogether(DocumentRegistry documents, Document order) {
    // tag::lock[]
    Lock lock = documents.lock("order");
    lock.lock();
    try {
      Element root = order.getDocumentElement();
      root.removeChild(root.getFirstChild());
      root.setAttribute("items", "0");
    } finally {
      lock.unlock();
    }
    // end::lock[]
  }
}
