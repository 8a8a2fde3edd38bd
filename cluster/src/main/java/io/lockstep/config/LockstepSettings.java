package io.lockstep.config;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.session.AllowList;
import io.lockstep.session.SessionSettings;
import io.lockstep.store.StoreSettings;
import io.lockstep.transport.NodeAddress;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All settings of a node and of the web application around it: the same whether they come from a
 * file, from properties or from a {@link SettingsBuilder}. Immutable.
 *
 * @param address unique among the live nodes
 * @param clustering whether there are other nodes, and backups
 * @param membership how nodes find and lose each other
 * @param sessions how sessions are replicated
 * @param backups how backups are looked after
 * @param stores how shared stores are replicated
 * @param messaging what carries the messages
 * @param serialization the name of what turns objects into bytes; {@value #JDK_SERIALIZATION} by
 *     default
 * @param allowList the classes that may be replicated
 * @param web what concerns the web application
 * @param warnings what the operator should be told once, at start
 */
public record LockstepSettings(
    NodeAddress address,
    ClusteringSettings clustering,
    MembershipSettings membership,
    SessionSettings sessions,
    BackupSettings backups,
    StoreSettings stores,
    MessagingSettings messaging,
    String serialization,
    AllowList allowList,
    WebSettings web,
    List<String> warnings) {
  /** The JDK's serialisation, which every build has. */
  public static final String JDK_SERIALIZATION = "jdk";

  /** Copies the list. */
  public LockstepSettings {
    warnings = List.copyOf(warnings);
  }

  /**
   * Starts with the defaults.
   *
   * @param sessions with the cluster's secret
   */
  public static SettingsBuilder builder(
      NodeAddress address, MembershipSettings membership, SessionSettings sessions) {
    return new SettingsBuilder(address, membership, sessions);
  }

  /** The address and the transports; the rest may hold secrets. */
  @Override
  public String toString() {
    return address + " over " + (clustering.enabled() ? over() : "nothing: clustering is off");
  }

  private String over() {
    List<TransportInstance> instances = messaging.instances();
    return instances.size() == 1
        ? instances.get(0).transport()
        : instances.stream().map(TransportInstance::toString).collect(Collectors.joining(", "));
  }
}
