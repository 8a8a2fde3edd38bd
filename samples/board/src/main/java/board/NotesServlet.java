package board;

import io.lockstep.store.SharedStore;
import io.lockstep.web.ServiceManager;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.TreeMap;

/**
 * The notes, in a store that all servers share.
 *
 * <ul>
 *   <li>{@code GET /notes}: all of them
 *   <li>{@code POST /notes?id=ID&text=TEXT}: pins one, in place of the one with that id
 *   <li>{@code DELETE /notes?id=ID}: takes it down
 * </ul>
 *
 * Each answers with the notes as this server has them afterwards.
 */
@WebServlet(urlPatterns = "/notes", loadOnStartup = 1)
public class NotesServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final int LONGEST = 500;

  private transient SharedStore<String, String> notes;

  /** A servlet is initialised once Lockstep runs; a context listener may be too early. */
  @Override
  public void init() {
    notes =
        ServiceManager.getSharedStoreManager().getSharedStore("notes", String.class, String.class);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    send(response);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var id = request.getParameter("id");
    var text = request.getParameter("text");
    if (isText(id) && isText(text)) {
      notes.put(id, text);
      send(response);
    } else {
      Answer.refuse(response, "id and text: 1 to " + LONGEST + " characters each");
    }
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var id = request.getParameter("id");
    if (isText(id)) {
      notes.remove(id);
      send(response);
    } else {
      Answer.refuse(response, "id: 1 to " + LONGEST + " characters");
    }
  }

  private static boolean isText(String parameter) {
    return parameter != null && !parameter.isBlank() && parameter.length() <= LONGEST;
  }

  private void send(HttpServletResponse response) throws IOException {
    Answer.send(getServletContext(), response, "notes", new TreeMap<>(notes));
  }
}
