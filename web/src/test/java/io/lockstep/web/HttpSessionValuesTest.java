package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What may be an attribute of an {@link HttpSession}. */
class HttpSessionValuesTest extends HttpSessionScenario {
  @Test
  void aValueThatCannotBeSerialisedIsRefusedAndTheSessionStaysUsable() throws Exception {
    on(
        "/refused",
        request -> {
          request.getSession().setAttribute("value", "before");
          try {
            request.getSession().setAttribute("value", new Object());
            return "accepted";
          } catch (IllegalArgumentException e) {
            request.getSession().setAttribute("other", "after");
            return String.valueOf(e.getMessage());
          }
        });
    assertThat(get(0, "/refused")).contains("\"value\"").contains("java.lang.Object");
    assertThat(get(1, "/get")).isEqualTo("before");
  }

  @Test
  void aValueThatBecomesUnserialisableFailsItsRequestAndTheSessionStaysUsable() throws Exception {
    on(
        "/spoil",
        request -> {
          var list = new ArrayList<Object>();
          request.getSession().setAttribute("spoilt", list);
          request.getSession().setAttribute("value", "kept");
          list.add(new Object());
          return "spoilt";
        });
    HttpResponse<String> response = visitor.get(farm.uri(0, "/spoil"));
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("spoilt</");
    on(
        "/mend",
        request -> {
          request.getSession().setAttribute("spoilt", "mended");
          return request.getSession().getAttribute("value");
        });
    assertThat(get(0, "/mend")).isEqualTo("kept");
    assertThat(get(1, "/get")).isEqualTo("kept");
  }

  @Test
  void aValueThatCannotBeReadHereIsLeftOutAloneAndStaysForServersThatCanReadIt() throws Exception {
    farm.close();
    farm =
        Farm.of(
            2,
            Map.of(),
            (initializer, settings) -> {
              if ("s1".equals(settings.get("lockstep.server"))) {
                settings.remove("lockstep.allowed-packages");
              }
              return new TomcatServer(initializer, app, "/shop", settings, context -> {});
            });
    on(
        "/bind",
        request -> {
          request.getSession().setAttribute("value", new HttpSessionEventsTest.Bound("one"));
          request.getSession().setAttribute("untouched", new HttpSessionEventsTest.Bound("two"));
          return "done";
        });
    on("/names", request -> Collections.list(request.getSession().getAttributeNames()));
    on(
        "/mend",
        request -> {
          request.getSession().setAttribute("value", "mended");
          return Collections.list(request.getSession().getAttributeNames());
        });
    on("/untouched", request -> request.getSession().getAttribute("untouched") != null);
    get(0, "/bind");
    assertThat(get(1, "/get")).isEqualTo("null");
    assertThat(get(1, "/untouched")).isEqualTo("false");
    assertThat(get(1, "/names")).isEqualTo("[]");
    assertThat(get(1, "/mend")).isEqualTo("[value]");
    assertThat(get(0, "/get")).isEqualTo("mended");
    assertThat(get(0, "/untouched")).isEqualTo("true");
  }

  @Test
  void aClassThatIsNotAllowedIsRefusedWithTheLineToAdd() throws Exception {
    on(
        "/refused",
        request -> {
          try {
            request.getSession().setAttribute("value", new ServletsOwn());
            return "accepted";
          } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
          }
        });
    assertThat(get(0, "/refused")).contains("lockstep.allowed-packages=").contains("jakarta");
  }

  /** Of an allowed package, with a field that is not. */
  private static final class ServletsOwn implements Serializable {
    private final Cookie field = new Cookie("name", "value");

    @Override
    public String toString() {
      return field.toString();
    }
  }
}
