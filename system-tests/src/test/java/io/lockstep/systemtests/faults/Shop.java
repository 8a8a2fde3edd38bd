package io.lockstep.systemtests.faults;

import io.lockstep.cli.demo.NetworkKind;
import io.lockstep.systemtests.servers.ShopServers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The sample shop as this build made it. */
final class Shop {
  static final Path WAR = Path.of("..", "samples", "shop", "target", "shop.war");

  private Shop() {}

  /** A cluster of so many servers, with one backup for each session. */
  static ShopServers start(int servers) throws IOException {
    return ShopServers.start(NetworkKind.AMQP, servers, 1, Optional.empty(), WAR, Optional.empty());
  }
}
