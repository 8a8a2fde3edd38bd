package io.lockstep.membership;

import io.lockstep.time.EventLoop;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.Heartbeat;
import io.lockstep.wire.proto.NodeState;

/** Writes what this node tells of itself, and reads what others tell of themselves. */
final class HeartbeatWriter {
  private final EventLoop loop;
  private final NodeAddress address;
  private final MembershipSettings settings;
  private final Deaths deaths;
  private final Synchronization synchronization;
  private final int wireVersion;
  private LocalState localState = LocalState.IDLE;
  private long written;

  HeartbeatWriter(
      EventLoop loop,
      NodeAddress address,
      MembershipSettings settings,
      Deaths deaths,
      Synchronization synchronization,
      int wireVersion) {
    this.loop = loop;
    this.address = address;
    this.settings = settings;
    this.deaths = deaths;
    this.synchronization = synchronization;
    this.wireVersion = wireVersion;
  }

  void setLocalState(LocalState state) {
    localState = state;
  }

  /** The number of the next heartbeat to be written. */
  long next() {
    return written + 1;
  }

  Heartbeat.Builder write() {
    return Heartbeat.newBuilder()
        .setDomain(address.domain())
        .setCluster(address.cluster())
        .setServer(address.server())
        .setApplication(address.application())
        .setNumber(++written)
        .setState(
            NodeState.newBuilder()
                .setMachineId(settings.machineId())
                .setVersion(settings.version())
                .setSessions(localState.sessions())
                .setBackups(localState.backups())
                .setLoad(localState.load())
                .setSynchronising(!synchronization.isDone())
                .setRefusesBackups(!localState.takesBackups())
                .setDraining(localState.isDraining())
                .setWireVersion(wireVersion))
        .addAllDead(deaths.latest())
        .setClockMs(loop.now().toEpochMilli());
  }

  /** The sender's address; throws {@link IllegalArgumentException} when it is none. */
  static NodeAddress address(Heartbeat heartbeat) {
    return new NodeAddress(
        heartbeat.getDomain(),
        heartbeat.getCluster(),
        heartbeat.getServer(),
        heartbeat.getApplication());
  }

  static Member member(
      NodeId id, NodeAddress address, Heartbeat heartbeat, Member.Suspicion suspicion) {
    NodeState state = heartbeat.getState();
    return new Member(
        id,
        address,
        state.getMachineId(),
        state.getVersion(),
        state.getSessions(),
        state.getBackups(),
        state.getLoad(),
        state.getSynchronising(),
        !state.getRefusesBackups(),
        state.getDraining(),
        Math.max(Messenger.OLDEST_VERSION, state.getWireVersion()),
        suspicion);
  }
}
