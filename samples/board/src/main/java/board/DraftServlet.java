package board;

import io.lockstep.session.DocumentScope;
import io.lockstep.web.Lockstep;
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
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getSession(false) == null) {
      Answer.send(getServletContext(), response, "lines", List.of());
    } else {
      answer(request, response, draft -> "");
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var text = request.getParameter("text");
    if (text == null) {
      answer(request, response, draft -> tick(draft, request.getParameter("done")));
    } else if (text.isBlank() || text.length() > LONGEST) {
      Answer.refuse(response, "text: 1 to " + LONGEST + " characters");
    } else {
      answer(request, response, draft -> add(draft, text));
    }
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(request, response, draft -> remove(draft, request.getParameter("line")));
  }

  /** Edits a draft; returns the parameter that names no line, or nothing. */
  private interface Edit {
    String apply(Document draft);
  }

  private static String add(Document draft, String text) {
    var line = draft.createElement("line");
    line.setTextContent(text);
    draft.getDocumentElement().appendChild(line);
    return "";
  }

  private static String tick(Document draft, String number) {
    var line = line(draft, number);
    if (line == null) {
      return "done";
    }
    line.setAttribute("done", "true");
    return "";
  }

  private static String remove(Document draft, String number) {
    var line = line(draft, number);
    if (line == null) {
      return "line";
    }
    draft.getDocumentElement().removeChild(line);
    return "";
  }

  private static void answer(HttpServletRequest request, HttpServletResponse response, Edit edit)
      throws IOException {
    request.getSession();
    var documents = Lockstep.serverSession(request).documents();
    // Another object after the session has come from another server.
    var draft = documents.getOrRegister(NAME, DraftServlet::empty, DocumentScope.SERVER_ONLY);
    String wrong;
    List<String> lines;
    // Several requests of the visitor may run at once, and the DOM is not thread-safe.
    Lock lock = documents.lock(NAME);
    lock.lock();
    try {
      wrong = edit.apply(draft);
      lines = lines(draft);
    } finally {
      // Before the answer: what is changed is saved with it only when the lock is free.
      lock.unlock();
    }
    if (wrong.isEmpty()) {
      Answer.send(request.getServletContext(), response, "lines", lines);
    } else {
      Answer.refuse(response, wrong + ": a line's number, below " + lines.size());
    }
  }

  private static Document empty() {
    try {
      var document =
          DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().newDocument();
      document.appendChild(document.createElement("draft"));
      return document;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Element line(Document draft, String number) {
    var all = draft.getElementsByTagName("line");
    return number != null && number.matches("\\d{1,9}")
        ? (Element) all.item(Integer.parseInt(number))
        : null;
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
