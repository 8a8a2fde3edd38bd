package io.lockstep.cli.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds loopback ports that nothing listens on.
 *
 * <p>They lie below the range from which the system takes ports for outgoing connections: a server
 * that is killed and started again finds its port still free. Not thread-safe.
 */
public final class FreePorts {
  private static final int LOWEST = 15_000;
  private static final int MOST_STARTS = 3;
  private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  private final Set<Integer> given = new HashSet<>();
  private final int end;

  public FreePorts() {
    end = Math.max(firstOutgoing(), LOWEST + 1_000);
  }

  /** A port that is free, and was not given before. */
  public int next() {
    for (int attempt = 0; attempt < 10_000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, end);
      if (!given.contains(port) && isFree(port)) {
        given.add(port);
        return port;
      }
    }
    throw new IllegalStateException("no loopback port is free");
  }

  /**
   * Starts something on ports that are free, and once more on others when somebody else, perhaps
   * another demo that starts at the same moment, was faster.
   *
   * @param starter gets so many ports, and ends what it has started before it throws
   * @throws StartException when it does not start for another reason
   */
  public <T> T start(int count, Function<List<Integer>, T> starter) {
    for (int attempt = 1; ; attempt++) {
      var free = Stream.generate(this::next).limit(count).toList();
      try {
        return starter.apply(free);
      } catch (StartException failure) {
        if (attempt == MOST_STARTS || free.stream().allMatch(FreePorts::isFree)) {
          throw failure;
        }
      }
    }
  }

  /** Whether a server could listen on the port now. */
  public static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static int firstOutgoing() {
    try {
      return Integer.parseInt(Files.readString(RANGE).strip().split("\\s+", 2)[0]);
    } catch (IOException | NumberFormatException notLinux) {
      return 32_768;
    }
  }
}
