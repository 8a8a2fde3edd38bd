package io.lockstep.systemtests.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Machines on one switch, as far as their network goes: namespaces of this kernel, joined by a
 * bridge, with the addresses 10.77.0.1 and so on. Needs root, and {@code ip}.
 */
final class Namespaces implements AutoCloseable {
  private final String prefix = "ls" + ProcessHandle.current().pid() % 100_000;
  private final List<String> made = new ArrayList<>();

  /** Whether this machine lets one make them. */
  static boolean arePossible() {
    try (var probe = new Namespaces(1)) {
      return !probe.made.isEmpty();
    } catch (IOException refused) {
      return false;
    }
  }

  Namespaces(int machines) throws IOException {
    try {
      String hub = add("hub");
      run("ip", "-n", hub, "link", "add", "hub", "type", "bridge");
      run("ip", "-n", hub, "link", "set", "hub", "up");
      for (int i = 1; i <= machines; i++) {
        String machine = add(Integer.toString(i));
        run(
            "ip",
            "-n",
            machine,
            "link",
            "add",
            "net",
            "type",
            "veth",
            "peer",
            "name",
            "port" + i,
            "netns",
            hub);
        run("ip", "-n", hub, "link", "set", "port" + i, "master", "hub", "up");
        run("ip", "-n", machine, "address", "add", address(i) + "/24", "brd", "+", "dev", "net");
        run("ip", "-n", machine, "link", "set", "net", "up");
        run("ip", "-n", machine, "link", "set", "lo", "up");
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private String add(String name) throws IOException {
    String full = prefix + "-" + name;
    run("ip", "netns", "add", full);
    made.add(full);
    return full;
  }

  static String address(int machine) {
    return "10.77.0." + machine;
  }

  /** The command, run on that machine. */
  List<String> on(int machine, List<String> command) {
    List<String> full = new ArrayList<>(List.of("ip", "netns", "exec", prefix + "-" + machine));
    full.addAll(command);
    return full;
  }

  /** Pulls the machine's cable. */
  void cut(int machine) throws IOException {
    run("ip", "-n", prefix + "-hub", "link", "set", "port" + machine, "down");
  }

  /** Puts it in again. */
  void join(int machine) throws IOException {
    run("ip", "-n", prefix + "-hub", "link", "set", "port" + machine, "up");
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    Collections.reverse(made);
    for (String namespace : made) {
      run("ip", "netns", "delete", namespace);
    }
    made.clear();
  }
}
