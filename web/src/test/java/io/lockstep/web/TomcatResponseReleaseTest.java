package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TomcatResponseReleaseTest extends ResponseReleaseContract {
  TomcatResponseReleaseTest() {
    super(Container.TOMCAT);
  }

  @Test
  void aFileThatTheContainerSendsByItselfFollowsTheSession(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file.txt"), BIG);
    page(
        "/sendfile",
        (request, response) -> {
          request.setAttribute("org.apache.tomcat.sendfile.filename", file.toString());
          request.setAttribute("org.apache.tomcat.sendfile.start", 0L);
          request.setAttribute("org.apache.tomcat.sendfile.end", (long) BIG.length());
          response.setContentLength(BIG.length());
        });
    HttpResponse<String> response = visitor.get(farm.uri(0, "/sendfile"));
    assertThat(response.body()).isEqualTo(BIG);
    assertThat(Visitor.sessionCookies(response)).hasSize(1);
  }

  @Test
  void theRedirectsOfServlet61WorkToo() throws Exception {
    page("/redirect-308", (request, response) -> Redirect61.send(response, "there", 308, true));
    page(
        "/redirect-with-content",
        (request, response) -> {
          response.getWriter().print("moved");
          Redirect61.send(response, "there", 307, false);
        });
    HttpResponse<String> response = visitor.get(farm.uri(0, "/redirect-308"));
    assertThat(response.statusCode()).isEqualTo(308);
    assertThat(Visitor.sessionCookies(response)).hasSize(1);
    HttpResponse<String> moved = visitor.get(farm.uri(0, "/redirect-with-content"));
    assertThat(moved.statusCode()).isEqualTo(307);
    assertThat(moved.body()).startsWith("moved");
  }

  @Test
  void whatIsChangedAfterARedirectIsWaitedFor() throws Exception {
    page(
        "/late-redirect",
        (request, response) -> {
          response.sendRedirect("elsewhere");
          request.getSession().setAttribute("late", "yes");
        });
    int commits = farm.manager(0).commits.get();
    visitor.get(farm.uri(0, "/late-redirect"));
    assertThat(farm.manager(0).commits).hasValue(commits + 2);
  }
}
