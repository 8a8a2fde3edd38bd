package io.lockstep.config;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.session.AllowList;
import io.lockstep.session.SessionSettings;
import io.lockstep.store.StoreSettings;
import io.lockstep.transport.NodeAddress;
import java.util.List;

/** Makes settings in a program, part by part; each part checks itself. Not thread-safe. */
public final class SettingsBuilder {
  private final NodeAddress address;
  private final MembershipSettings membership;
  private final SessionSettings sessions;
  private ClusteringSettings clustering = ClusteringSettings.defaults();
  private BackupSettings backups = BackupSettings.defaults();
  private StoreSettings stores = StoreSettings.defaults();
  private MessagingSettings messaging = MessagingSettings.defaults();
  private String serialization = LockstepSettings.JDK_SERIALIZATION;
  private AllowList allowList = AllowList.plain();
  private WebSettings web = WebSettings.defaults();

  SettingsBuilder(NodeAddress address, MembershipSettings membership, SessionSettings sessions) {
    this.address = address;
    this.membership = membership;
    this.sessions = sessions;
  }

  /** Whether there are other nodes, and backups; both by default. */
  public SettingsBuilder clustering(ClusteringSettings newClustering) {
    clustering = newClustering;
    return this;
  }

  /** How backups are looked after. */
  public SettingsBuilder backups(BackupSettings newBackups) {
    backups = newBackups;
    return this;
  }

  /** How shared stores are replicated. */
  public SettingsBuilder stores(StoreSettings newStores) {
    stores = newStores;
    return this;
  }

  /** What carries the messages; the memory transport by default. */
  public SettingsBuilder messaging(MessagingSettings newMessaging) {
    messaging = newMessaging;
    return this;
  }

  /**
   * What turns objects into bytes, by name; the JDK by default.
   *
   * @throws IllegalArgumentException when it is no name
   */
  public SettingsBuilder serialization(String newSerialization) {
    Catalogue.SERIALIZATION.check(newSerialization);
    serialization = newSerialization;
    return this;
  }

  /** The classes that may be replicated; the JDK's plain types by default. */
  public SettingsBuilder allowList(AllowList newAllowList) {
    allowList = newAllowList;
    return this;
  }

  /** What concerns a web application. */
  public SettingsBuilder web(WebSettings newWeb) {
    web = newWeb;
    return this;
  }

  /** The settings, without warnings. */
  public LockstepSettings build() {
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
        List.of());
  }
}
