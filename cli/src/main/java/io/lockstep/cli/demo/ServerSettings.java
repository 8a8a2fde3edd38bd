package io.lockstep.cli.demo;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The settings of Lockstep on the demo's servers: one cluster, that no other demo shares. */
public final class ServerSettings {
  /** The setting by which Lockstep's filter stays out of the way. */
  static final Map<String, String> WITHOUT_LOCKSTEP = Map.of("lockstep.enabled", "false");

  private final Map<String, String> network;
  private final String replication;
  private final String cluster = "demo-" + random(4);
  private final String secret = random(16);

  /**
   * @param replication {@code async} or {@code acknowledged}
   */
  public ServerSettings(DemoNetwork network, String replication) {
    this.network = network.settings();
    this.replication = replication;
  }

  /** The system properties of a server; each plays a machine of its own. */
  public Map<String, String> of(String server) {
    var settings = new HashMap<>(common());
    settings.put("lockstep.server", server);
    settings.put("lockstep.machine-id", server);
    settings.put("lockstep.route", server);
    return settings;
  }

  /** What all servers have in common. */
  Map<String, String> common() {
    var settings = new HashMap<>(network);
    settings.put("lockstep.enabled", "true");
    settings.put("lockstep.cluster", cluster);
    settings.put("lockstep.secret", secret);
    settings.put("lockstep.replication", replication);
    settings.put("lockstep.level-header", "true");
    settings.put("lockstep.allowed-packages", "shop");
    settings.put("lockstep.demo.control", ControlEndpoint.PATH);
    return settings;
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
