package board;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the board answers: JSON, with the name of the server that it came from. */
final class Answer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Answer() {}

  static void send(HttpServletResponse response, String name, Object value) throws IOException {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("server", System.getProperty("server.name", "this server"));
    answer.put(name, value);
    send(response, 200, answer);
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
