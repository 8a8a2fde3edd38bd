package io.lockstep.transport.jgroups;

import io.lockstep.config.GroupSecurity;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.connection.LinkedTransport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.SecretKey;
import org.jgroups.stack.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes transports of JGroups' groups, whatever is below. */
final class Groups {
  /** Larger messages travel in parts; JGroups cuts a frame further to what its network takes. */
  static final int MAX_FRAME_BYTES = 128 * 1024;

  /** A frame with its number, and with what went to each of a very large group. */
  static final int MAX_MESSAGE_BYTES = MAX_FRAME_BYTES + 64 * 1024;

  private static final Logger log = LoggerFactory.getLogger(Groups.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private Groups() {}

  /**
   * A transport, not yet open.
   *
   * @param name the kind's
   * @param prefix of its settings' names
   * @param security what seals the group's messages
   * @param stacks makes the protocols, the lowest first, around what seals, if anything does
   * @param target where the group is, for people
   */
  static Transport transport(
      String name,
      String prefix,
      NodeAddress address,
      String instance,
      GroupSecurity security,
      Function<Optional<Seal>, List<Protocol>> stacks,
      String target) {
    String group = GroupNames.of(address, instance);
    Optional<SecretKey> key = GroupKey.of(security, group, prefix);
    return new LinkedTransport(
        name,
        MAX_FRAME_BYTES,
        LONGEST_PAUSE,
        life -> {
          if (key.isEmpty()) {
            log.warn(
                "Messages over {} are not encrypted, and everybody in that network can send some:"
                    + " set {}shared-secret, the same on every server",
                target,
                prefix);
          }
          return new GroupLinkOpener(
              () -> stacks.apply(key.map(found -> new Seal(found, prefix, life.complaints()))),
              name,
              group,
              target,
              life);
        });
  }
}
