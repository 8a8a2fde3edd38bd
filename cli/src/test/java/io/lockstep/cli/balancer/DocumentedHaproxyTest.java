package io.lockstep.cli.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration in the guide is what the demo runs, but for addresses and who may call. */
class DocumentedHaproxyTest {
  private static final Pattern BLOCK =
      Pattern.compile("## HAProxy\n.*?```\n(.*?)```\n", Pattern.DOTALL);

  private static final List<String> PUBLIC_ONLY =
      List.of("option forwardfor", "http-request deny if { path_sub -i /lockstep/ }");

  @Test
  void equalsWhatTheDemoWrites() throws IOException {
    var settings =
        new BalancerSettings(
            80,
            List.of(new Backend("one", 8_080), new Backend("two", 8_080)),
            "LOCKSTEP",
            BalancerSettings.READY,
            OptionalInt.empty());
    var demo = lines(HaproxyConfiguration.text(settings));
    demo.removeAll(List.of("global", "maxconn 4000"));
    demo.removeIf(line -> line.startsWith("http-request redirect"));

    var documented = lines(documented());
    assertThat(documented).containsAll(PUBLIC_ONLY);
    documented.removeAll(PUBLIC_ONLY);

    assertThat(documented).isEqualTo(demo);
  }

  @Test
  void isAcceptedByHaproxy(@TempDir Path directory) throws IOException, InterruptedException {
    assumeTrue(BalancerKind.haproxy().isPresent(), "HAProxy is not installed");
    var file = Files.writeString(directory.resolve("haproxy.cfg"), documented());
    var haproxy = BalancerKind.haproxy().orElseThrow().toString();

    var process =
        new ProcessBuilder(haproxy, "-c", "-f", file.toString()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
  }

  private static String documented() throws IOException {
    var block = BLOCK.matcher(Files.readString(Path.of("..", "docs", "sessions.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  /** Without comments, and without addresses, which are each site's own. */
  private static List<String> lines(String configuration) {
    var lines = new ArrayList<String>();
    configuration
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(line -> line.replaceFirst("^bind .*", "bind"))
        .map(line -> line.replaceFirst("^(server \\S+) \\S+", "$1"))
        .forEach(lines::add);
    return lines;
  }
}
