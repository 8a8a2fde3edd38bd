package io.lockstep.config;

import io.lockstep.config.Catalogue.MachineIdPolicy;
import io.lockstep.membership.MembershipSettings;
import io.lockstep.session.AllowList;
import io.lockstep.session.BackupPeriods;
import io.lockstep.session.SessionSettings;
import io.lockstep.session.SessionSettings.Replication;
import io.lockstep.store.StoreSettings;
import io.lockstep.transport.NodeAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Turns settings by name into settings by type. Thread-safe. */
public final class SettingsParser {
  private final TransportKinds kinds;
  private final SettingNames names;

  private SettingsParser(TransportKinds kinds) {
    this.kinds = kinds;
    this.names = new SettingNames(kinds);
  }

  /**
   * Knows the transports that are there, and leaves their own settings to them.
   *
   * @param transports their names
   */
  public SettingsParser(Collection<String> transports) {
    this(TransportKinds.named(transports));
  }

  /** Knows the transports that are there, and has their own settings checked with all others. */
  public static SettingsParser with(Collection<TransportKind> transports) {
    return new SettingsParser(new TransportKinds(transports));
  }

  /**
   * Whether anything is to be installed at all: {@code lockstep.enabled}, true by default.
   *
   * @throws ConfigurationException when it is neither true nor false
   */
  public boolean enabled(Map<String, String> settings) {
    return enabled(GivenSettings.of(settings));
  }

  /** As {@link #enabled(Map)}; other mistakes are not told. */
  public boolean enabled(GivenSettings settings) {
    var reader = new SettingsReader(settings.moved(SettingNames.PREFIX, SettingNames.PREFIX));
    boolean enabled = reader.get(Catalogue.ENABLED);
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
    return parse(GivenSettings.of(settings), application);
  }

  /** As {@link #parse(Map, String)}, with the places of settings in messages. */
  public LockstepSettings parse(GivenSettings settings, String application) {
    var reader = new SettingsReader(settings);
    names.check(settings, reader);
    List.of(Catalogue.ENABLED, Catalogue.CONSOLE_ACCESS, Catalogue.DEMO_CONTROL)
        .forEach(reader::find);
    List<String> warnings = new ArrayList<>();
    var address =
        new AddressReader(reader).read(LocalMachine::domain, LocalMachine::server, application);
    var clustering = clustering(reader);
    var membership = membership(reader);
    var sessions = sessions(reader, address, clustering.failover(), warnings);
    var backups = backups(reader);
    var stores = stores(reader);
    var messaging = new MessagingReader(reader, kinds, warnings).read();
    var serialization = reader.get(Catalogue.SERIALIZATION);
    var allowList =
        reader.checked(
            () ->
                AllowList.of(
                    reader.get(Catalogue.ALLOWED_PACKAGES), reader.get(Catalogue.ALLOWED_PRESETS)),
            AllowList.plain());
    var web = web(reader);
    reader.finish();
    new SettingWarnings(reader, warnings).collect(clustering, sessions, messaging);
    return new LockstepSettings(
        address,
        clustering,
        membership,
        sessions,
        backups,
        stores,
        messaging,
        serialization,
        allowList,
        web,
        warnings);
  }

  private static ClusteringSettings clustering(SettingsReader reader) {
    boolean enabled = reader.get(Catalogue.CLUSTERING);
    boolean failover = reader.find(Catalogue.FAILOVER).orElse(enabled);
    if (failover && !enabled) {
      reader.refuse(
          Catalogue.FAILOVER,
          "false while clustering is off: %s \"false\""
              .formatted(reader.originOf(Catalogue.CLUSTERING)));
      return new ClusteringSettings(false, false);
    }
    return new ClusteringSettings(enabled, failover);
  }

  private static MembershipSettings membership(SettingsReader reader) {
    return new MembershipSettings(
        reader.get(Catalogue.HEARTBEAT_PERIOD),
        reader.get(Catalogue.MAX_MISSED_HEARTBEATS),
        reader.get(Catalogue.SYNCHRONIZATION_DELAY),
        reader.find(Catalogue.MACHINE_ID).orElseGet(LocalMachine::id),
        reader.get(Catalogue.VERSION));
  }

  private static SessionSettings sessions(
      SettingsReader reader, NodeAddress address, boolean failover, List<String> warnings) {
    String secret = secret(reader, address, warnings);
    Replication replication = reader.get(Catalogue.REPLICATION);
    int backups = reader.get(Catalogue.BACKUPS);
    return SessionSettings.builder(secret)
        .replication(failover ? replication : Replication.ASYNC)
        .whenUnavailable(reader.get(Catalogue.WHEN_UNAVAILABLE))
        .nonSerializable(reader.get(Catalogue.NON_SERIALIZABLE))
        .backupAckTimeout(reader.get(Catalogue.BACKUP_ACK_TIMEOUT))
        .backups(failover ? backups : 0)
        .requireOtherMachine(reader.get(Catalogue.MACHINE_ID_POLICY) == MachineIdPolicy.REQUIRE)
        .trackedTypes(reader.get(Catalogue.TRACKED_TYPES))
        .passivateAfter(reader.get(Catalogue.PASSIVATE_AFTER))
        .build();
  }

  private static String secret(SettingsReader reader, NodeAddress address, List<String> warnings) {
    if (!reader.isSet(Catalogue.SECRET)) {
      warnings.add(
          "lockstep.secret is not set: session ids are checked with a key that can be guessed from"
              + " the cluster's name. Set the same secret text on every server.");
    }
    String name = address.domain() + "." + address.cluster() + "." + address.application();
    return reader
        .find(Catalogue.SECRET)
        .orElseGet(() -> Digest.sha256(("lockstep." + name).getBytes(StandardCharsets.UTF_8)));
  }

  private static BackupSettings backups(SettingsReader reader) {
    return new BackupSettings(
        reader.get(Catalogue.BACKUP_SELECTOR),
        reader.get(Catalogue.BACKUP_STORE),
        new BackupPeriods(
            reader.get(Catalogue.BACKUP_SESSION_TASK_PERIOD),
            reader.get(Catalogue.BACKUP_VERIFICATION_TASK_PERIOD),
            reader.get(Catalogue.BACKUP_CLEANUP_PERIOD),
            reader.get(Catalogue.RESEND_TASK_PERIOD),
            reader.get(Catalogue.REQUEST_TASK_PERIOD)));
  }

  private static StoreSettings stores(SettingsReader reader) {
    return new StoreSettings(
        reader.get(StoreCatalogue.MAX_ENTRY_SIZE).intValue(),
        reader.get(StoreCatalogue.MAX_SIZE),
        reader.get(StoreCatalogue.STATUS_PERIOD),
        reader.get(StoreCatalogue.MAX_ABSENCE));
  }

  private static WebSettings web(SettingsReader reader) {
    return new WebSettings(
        reader.get(Catalogue.COOKIE_NAME),
        reader.get(Catalogue.ROUTE),
        reader.get(Catalogue.LEVEL_HEADER),
        reader.get(Catalogue.CONSOLE),
        reader.get(Catalogue.LISTENERS));
  }
}
