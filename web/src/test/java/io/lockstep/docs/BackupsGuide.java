package io.lockstep.docs;

import io.lockstep.membership.Member;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.BackupManagement;
import io.lockstep.session.BackupSelector;
import io.lockstep.session.BackupStore;
import io.lockstep.session.DirectMemoryBackupStore;
import io.lockstep.transport.Transport;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The Java of the guide {@code docs/backups.md}, between tags. */
final class BackupsGuide {
  private BackupsGuide() {}

  // tag::selector[]
  /** Another rack, then the least loaded machine: machine ids are written rack-machine. */
  public static final class OtherRack implements BackupSelector {
    @Override
    public Optional<Member> select(List<Member> candidates, Origin origin) {
      return candidates.stream()
          .min(
              Comparator.comparing((Member member) -> isSameRack(member, origin))
                  .thenComparingDouble(Member::load)
                  .thenComparingInt(
                      member -> member.sessions() + member.backups() + origin.assignedTo(member)));
    }

    @Override
    public boolean mayStay(Member backup, List<Member> others, Origin origin) {
      return !isSameRack(backup, origin)
          || others.stream().allMatch(other -> isSameRack(other, origin));
    }

    private static boolean isSameRack(Member member, Origin origin) {
      return rack(member.machineId()).equals(rack(origin.machineId()));
    }

    private static String rack(String machineId) {
      return machineId.split("-", 2)[0];
    }
  }

  // end::selector[]

  // tag::store[]
  /** Direct memory, but no more than half a gigabyte of it. */
  public static final class HalfAGigabyte implements BackupStore {
    private final BackupStore memory = new DirectMemoryBackupStore(512L << 20);

    @Override
    public long put(ByteBuffer value) {
      return memory.put(value);
    }

    @Override
    public byte[] get(long number) {
      return memory.get(number);
    }

    @Override
    public void remove(long number) {
      memory.remove(number);
    }

    @Override
    public void close() {
      memory.close();
    }
  }

  // end::store[]

  static LockstepNode startNode(NodeSettings settings, Transport transport, AttributeCodec codec) {
    // tag::builder[]
    LockstepNode node =
        new NodeBuilder(settings)
            .transport(transport)
            .codec(codec)
            .backups(BackupManagement.defaults().withSelector(new OtherRack()))
            .start();
    // end::builder[]
    return node;
  }
}
