package io.lockstep.benchmarks;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** What a result depends on, without anything that names the machine. */
final class MachineFacts {
  private MachineFacts() {}

  /** A list in Markdown; the load is that of the moment. */
  static String describe() throws IOException {
    return String.join(
        "\n",
        "- date: " + LocalDate.now(ZoneOffset.UTC),
        "- processors: "
            + Runtime.getRuntime().availableProcessors()
            + " × "
            + value("/proc/cpuinfo", "model name"),
        "- memory: " + gibibytes(value("/proc/meminfo", "MemTotal")),
        "- kernel: " + System.getProperty("os.name") + " " + System.getProperty("os.version"),
        "- JDK: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        "- load average before (1 min): " + load());
  }

  /** The load average of the last minute, which tells whether others were at work. */
  static String load() throws IOException {
    String averages = Files.readString(Path.of("/proc/loadavg"));
    return averages.substring(0, averages.indexOf(' '));
  }

  private static String value(String file, String name) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(file));
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String gibibytes(String kibibytes) {
    return Long.parseLong(kibibytes.replaceAll("\\D", "")) / (1 << 20) + " GiB";
  }

  /** The garbage collectors of this process. */
  static String collectors() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .map(GarbageCollectorMXBean::getName)
        .collect(Collectors.joining(", "));
  }
}
