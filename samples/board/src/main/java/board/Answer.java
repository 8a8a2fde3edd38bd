package board;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the board answers: JSON, with the name of the server that it came from. */
final class Answer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Answer() {}

  static void send(
      ServletContext context, HttpServletResponse response, String name, Object value)
      throws IOException {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("server", serverName(context));
    answer.put(name, value);
    send(response, 200, answer);
  }

  private static String serverName(ServletContext context) {
    String name = context.getInitParameter("server.name");
    return name == null ? System.getProperty("server.name", "this server") : name;
  }

  static void refuse(HttpServletResponse response, String reason) throws IOException {
    send(response, 400, Map.of("error", reason));
  }

  private static void send(HttpServletResponse response, int status, Map<String, Object> answer)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.getWriter().write(JSON.writeValueAsString(answer));
  }
}
