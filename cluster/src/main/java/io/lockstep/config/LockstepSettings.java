package io.lockstep.config;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.session.AllowList;
import io.lockstep.session.SessionSettings;
import io.lockstep.transport.NodeAddress;
import java.util.List;
import java.util.Map;

/**
 * All settings of a node and of the web application around it. Immutable.
 *
 * @param address unique among the live nodes
 * @param membership how nodes find and lose each other
 * @param sessions how sessions are replicated
 * @param transport the name of the transport
 * @param transportSettings the settings that begin with the transport's name, by their full name
 * @param allowList the classes that may be replicated
 * @param web what concerns the web application
 * @param warnings what the operator should be told once, at start
 */
public record LockstepSettings(
    NodeAddress address,
    MembershipSettings membership,
    SessionSettings sessions,
    String transport,
    Map<String, String> transportSettings,
    AllowList allowList,
    WebSettings web,
    List<String> warnings) {
  /** Copies the collections. */
  public LockstepSettings {
    transportSettings = Map.copyOf(transportSettings);
    warnings = List.copyOf(warnings);
  }

  /** The address and the transport; the rest may hold secrets. */
  @Override
  public String toString() {
    return address + " over " + transport;
  }
}
