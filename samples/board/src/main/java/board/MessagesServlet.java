package board;

import io.lockstep.topic.Subscription;
import io.lockstep.web.ServiceManager;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The messages that this server has heard, on a topic that all servers listen to.
 *
 * <ul>
 *   <li>{@code GET /messages}: the last ones that were heard
 *   <li>{@code POST /messages?text=TEXT}: publishes one; it need not be heard yet when the answer
 *       comes
 * </ul>
 *
 * Each answers with the messages.
 */
@WebServlet(urlPatterns = "/messages", loadOnStartup = 1)
public class MessagesServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final String TOPIC = "board";
  private static final int LONGEST = 500;

  private transient Heard heard;
  private transient Subscription subscription;

  @Override
  public void init() {
    heard = new Heard();
    subscription = ServiceManager.getMessagingService().subscribe(TOPIC, String.class, heard);
  }

  @Override
  public void destroy() {
    subscription.close();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    send(response);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var text = request.getParameter("text");
    if (text == null || text.isBlank() || text.length() > LONGEST) {
      Answer.refuse(response, "text: 1 to " + LONGEST + " characters");
    } else {
      ServiceManager.getMessagingService().publish(TOPIC, text);
      send(response);
    }
  }

  private void send(HttpServletResponse response) throws IOException {
    Answer.send(getServletContext(), response, "messages", heard.all());
  }
}
