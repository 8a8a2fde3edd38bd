package io.lockstep.config;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.session.AllowList;
import io.lockstep.session.SessionSettings;
import io.lockstep.session.SessionSettings.Replication;
import io.lockstep.session.SessionSettings.WhenUnavailable;
import io.lockstep.transport.NodeAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Turns settings by name into settings by type. Thread-safe. */
public final class SettingsParser {
  private static final String WITHIN_ONE_JVM = "memory";
  private static final Duration POSITIVE = Duration.ofMillis(1);

  private final Set<String> transports;
  private final SettingNames names;

  /**
   * Knows the transports that are there.
   *
   * @param transports their names
   */
  public SettingsParser(Collection<String> transports) {
    this.transports = new TreeSet<>(transports);
    this.names = new SettingNames(transports);
  }

  /**
   * Whether anything is to be installed at all: {@code lockstep.enabled}, true by default.
   *
   * @throws ConfigurationException when it is neither true nor false
   */
  public boolean enabled(Map<String, String> settings) {
    var reader = new SettingsReader(settings);
    boolean enabled = reader.flag("enabled", true);
    reader.finish();
    return enabled;
  }

  /**
   * Reads all settings.
   *
   * @param settings by their full name; others than those that begin with {@code lockstep.} are
   *     ignored
   * @param application the application's name when the settings have none
   * @throws ConfigurationException with all mistakes
   */
  public LockstepSettings parse(Map<String, String> settings, String application) {
    var reader = new SettingsReader(settings);
    settings.keySet().stream().sorted().forEach(name -> checkName(reader, name));
    reader.flag("enabled", true);
    var warnings = new ArrayList<String>();
    var address =
        new AddressReader(reader)
            .read(LocalMachine::domain, "lockstep", LocalMachine::server, application);
    var membership = membership(reader);
    var sessions = sessions(reader, address, warnings);
    String transport =
        reader.text(
            "transport",
            WITHIN_ONE_JVM,
            transports::contains,
            "one of " + String.join(", ", transports));
    var allowList = allowList(reader);
    var web = web(reader);
    reader.finish();
    warn(reader, transport, sessions, warnings);
    return new LockstepSettings(
        address,
        membership,
        sessions,
        transport,
        reader.startingWith(SettingNames.prefixOf(transport)),
        allowList,
        web,
        warnings);
  }

  private static void warn(
      SettingsReader reader, String transport, SessionSettings sessions, List<String> warnings) {
    if (!transport.equals(WITHIN_ONE_JVM) && !reader.isSet("domain")) {
      warnings.add(
          "lockstep.domain is not set: it is this machine's own address, so that servers on other"
              + " machines do not meet this one. Set the same domain on every server.");
    }
    if (sessions.replication() == Replication.ASYNC
        && sessions.whenUnavailable() == WhenUnavailable.FAIL) {
      warnings.add(
          "lockstep.when-unavailable = fail has no effect with lockstep.replication = async, which"
              + " waits for no backup.");
    }
  }

  private void checkName(SettingsReader reader, String name) {
    if (name.startsWith(SettingNames.PREFIX) && !names.isKnown(name)) {
      reader.mistake(
          "%s: there is no such setting; the nearest is %s".formatted(name, names.nearest(name)));
    }
  }

  private static MembershipSettings membership(SettingsReader reader) {
    MembershipSettings defaults = MembershipSettings.defaults("-");
    String machineId =
        reader.isSet("machine-id")
            ? reader.text("machine-id", "-", text -> !text.isEmpty(), "any text that is not empty")
            : LocalMachine.id();
    return new MembershipSettings(
        reader.interval("heartbeat-period", defaults.heartbeatPeriod(), POSITIVE),
        reader.number(
            "max-missed-heartbeats", defaults.maxMissedHeartbeats(), 1, Integer.MAX_VALUE),
        reader.interval(
            "cluster-synchronization-delay", defaults.synchronizationDelay(), Duration.ZERO),
        machineId,
        reader.text("version", () -> ""));
  }

  private static SessionSettings sessions(
      SettingsReader reader, NodeAddress address, List<String> warnings) {
    String secret = secret(reader, address, warnings);
    SessionSettings defaults = SessionSettings.defaults(secret);
    return new SessionSettings(
        reader.choice("replication", defaults.replication()),
        reader.choice("when-unavailable", defaults.whenUnavailable()),
        reader.choice("non-serializable", defaults.nonSerializable()),
        reader.interval("backup-ack-timeout", defaults.backupAckTimeout(), POSITIVE),
        reader.number("backups", defaults.backups(), 1, 8),
        reader.choice("machine-id-policy", MachineIdPolicy.PREFER) == MachineIdPolicy.REQUIRE,
        secret);
  }

  private enum MachineIdPolicy {
    PREFER,
    REQUIRE
  }

  /** A secret's value stays out of messages. */
  private static String secret(SettingsReader reader, NodeAddress address, List<String> warnings) {
    String given = reader.text("secret", () -> "");
    if (!given.isEmpty()) {
      return given;
    }
    if (reader.isSet("secret")) {
      reader.mistake("secret", "", "any text that is not empty, the same on every server");
    } else {
      warnings.add(
          "lockstep.secret is not set: session ids are checked with a key that can be guessed from"
              + " the cluster's name. Set the same secret text on every server.");
    }
    String name = address.domain() + "." + address.cluster() + "." + address.application();
    return Digest.sha256(("lockstep." + name).getBytes(StandardCharsets.UTF_8));
  }

  private static AllowList allowList(SettingsReader reader) {
    return checked(
        reader,
        AllowList.plain(),
        () -> AllowList.of(reader.list("allowed-packages"), reader.list("allowed-presets")));
  }

  private static <T> T checked(SettingsReader reader, T otherwise, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      reader.mistake(String.valueOf(e.getMessage()));
      return otherwise;
    }
  }

  private static WebSettings web(SettingsReader reader) {
    return new WebSettings(
        reader.text(
            "cookie.name",
            "LOCKSTEP",
            text -> text.matches("[A-Za-z0-9_-]{1,64}") && !text.equalsIgnoreCase("JSESSIONID"),
            "a name of letters, digits, - and _, at most 64, and not JSESSIONID"),
        reader.text(
            "route",
            "",
            text -> text.matches("[A-Za-z0-9_-]{0,64}"),
            "a name of letters, digits, - and _, at most 64; or nothing"),
        reader.flag("level-header", false),
        reader.flag("console", true),
        reader.list("listeners"));
  }
}
