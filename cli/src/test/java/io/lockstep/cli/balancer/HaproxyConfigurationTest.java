package io.lockstep.cli.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HaproxyConfigurationTest {
  private static final List<Backend> BACKENDS =
      List.of(new Backend("server-1", 18_001), new Backend("server-2", 18_002));

  @Test
  void keepsVisitorsOnTheirServerByAnInsertedCookie() {
    assertThat(text(OptionalInt.empty()))
        .contains(
            "cookie ROUTE insert indirect nocache httponly",
            "server server-1 127.0.0.1:18001 cookie server-1",
            "server server-2 127.0.0.1:18002 cookie server-2");
  }

  @Test
  void repeatsOnlyWhatIsIdempotent() {
    assertThat(text(OptionalInt.empty()))
        .contains(
            "option redispatch 1",
            "retry-on conn-failure empty-response 503",
            "acl idempotent method GET HEAD OPTIONS TRACE PUT DELETE",
            "http-request disable-l7-retry unless idempotent");
  }

  @Test
  void keepsOnlyVisitorsWithASessionOnAServerThatDrains() {
    assertThat(text(OptionalInt.empty()))
        .contains(
            "option httpchk GET /shop/lockstep/ready?alone",
            "http-check disable-on-404",
            "unless { req.cook(LOCKSTEP) -m found }");
  }

  @Test
  void leadsToTheControlOnlyWhenThereIsOne() {
    assertThat(text(OptionalInt.empty())).doesNotContain("/demo/");
    assertThat(text(OptionalInt.of(18_003))).contains("/demo/", "127.0.0.1:18003");
  }

  @Test
  void isAcceptedByHaproxy(@TempDir Path directory) throws IOException, InterruptedException {
    assumeTrue(BalancerKind.haproxy().isPresent(), "HAProxy is not installed");
    var file = Files.writeString(directory.resolve("haproxy.cfg"), text(OptionalInt.of(18_003)));

    var process =
        new ProcessBuilder(
                BalancerKind.haproxy().orElseThrow().toString(), "-c", "-f", file.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).doesNotContain("WARNING");
  }

  private static String text(OptionalInt control) {
    return HaproxyConfiguration.text(
        new BalancerSettings(18_000, BACKENDS, "LOCKSTEP", BalancerSettings.READY, control));
  }
}
