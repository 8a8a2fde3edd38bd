package board;

import io.lockstep.session.DocumentRegistry;
import io.lockstep.session.DocumentScope;
import io.lockstep.web.Lockstep;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A visitor's draft: an XML document that belongs to the session. Plain DOM; its changes go to the
 * backup by themselves.
 *
 * <ul>
 *   <li>{@code GET /draft}: its lines; none for a visitor without a session, who gets none for it
 *   <li>{@code POST /draft?text=TEXT}: adds a line
 *   <li>{@code POST /draft?done=NUMBER}: ticks a line off, counted from 0
 *   <li>{@code DELETE /draft?line=NUMBER}: removes one
 * </ul>
 *
 * Each answers with the lines afterwards, a done one after a tick.
 */
@WebServlet("/draft")
public class DraftServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final String NAME = "draft";
  private static final int LONGEST = 500;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (request.getMethod().equals("GET") && request.getSession(false) == null) {
      Answer.send(response, "lines", List.of());
      return;
    }
    request.getSession();
    var documents = Lockstep.serverSession(request).documents();
    if (documents.get(NAME) == null) {
      documents.register(NAME, empty(), DocumentScope.SERVER_ONLY);
    }
    // Several requests of the visitor may run at once, and the DOM is not thread-safe.
    Lock lock = documents.lock(NAME);
    lock.lock();
    try {
      super.service(request, response);
    } finally {
      lock.unlock();
    }
  }

  private static Document empty() throws ServletException {
    try {
      var document =
          DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().newDocument();
      document.appendChild(document.createElement("draft"));
      return document;
    } catch (ParserConfigurationException e) {
      throw new ServletException(e);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Answer.send(response, "lines", lines(draft(request)));
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var text = request.getParameter("text");
    var draft = draft(request);
    if (text == null) {
      var line = line(draft, request.getParameter("done"));
      if (line == null) {
        refuseLine(response, draft, "done");
        return;
      }
      line.setAttribute("done", "true");
    } else if (text.isBlank() || text.length() > LONGEST) {
      Answer.refuse(response, "text: 1 to " + LONGEST + " characters");
      return;
    } else {
      var line = draft.createElement("line");
      line.setTextContent(text);
      draft.getDocumentElement().appendChild(line);
    }
    Answer.send(response, "lines", lines(draft));
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var draft = draft(request);
    var line = line(draft, request.getParameter("line"));
    if (line == null) {
      refuseLine(response, draft, "line");
    } else {
      draft.getDocumentElement().removeChild(line);
      Answer.send(response, "lines", lines(draft));
    }
  }

  /** Another object after the session has come from another server. */
  private static Document draft(HttpServletRequest request) {
    DocumentRegistry documents = Lockstep.serverSession(request).documents();
    return documents.get(NAME);
  }

  private static Element line(Document draft, String number) {
    var all = draft.getElementsByTagName("line");
    return number != null && number.matches("\\d{1,9}")
        ? (Element) all.item(Integer.parseInt(number))
        : null;
  }

  private static void refuseLine(HttpServletResponse response, Document draft, String parameter)
      throws IOException {
    var count = draft.getElementsByTagName("line").getLength();
    Answer.refuse(response, parameter + ": a line's number, below " + count);
  }

  private static List<String> lines(Document draft) {
    NodeList all = draft.getElementsByTagName("line");
    var lines = new ArrayList<String>();
    for (int i = 0; i < all.getLength(); i++) {
      var line = (Element) all.item(i);
      lines.add((line.hasAttribute("done") ? "✓ " : "") + line.getTextContent());
    }
    return lines;
  }
}
