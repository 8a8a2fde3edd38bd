package io.lockstep.testkit.simulation.network;

import io.lockstep.testkit.simulation.network.SimulatedTransport.Life;
import io.lockstep.time.VirtualTime;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What carries the frames of a simulated cluster. Part of one simulation's thread. */
public abstract class SimulatedNetwork {
  final VirtualTime time;
  final RandomGenerator random;
  final Line line;
  private final Map<NodeId, Life> lives = new LinkedHashMap<>();
  private final List<FrameTap> taps = new ArrayList<>();
  private final List<LifeWatcher> watchers = new ArrayList<>();
  private FrameAlteration alteration = FrameAlteration.NONE;

  SimulatedNetwork(VirtualTime time, RandomGenerator random) {
    this.time = time;
    this.random = random;
    this.line = new Line(time, random);
  }

  /** A transport for one process, not yet open. */
  public Transport transport(Host host) {
    return new SimulatedTransport(this, host);
  }

  /** Adds a watcher of all that nodes send. */
  public void tap(FrameTap tap) {
    taps.add(tap);
  }

  /** Adds a watcher of the lives. */
  public void watch(LifeWatcher watcher) {
    watchers.add(watcher);
  }

  /** Sets what happens to frames on their way. */
  public void alteration(FrameAlteration alteration) {
    this.alteration = alteration;
  }

  /** Puts a forged frame on its way to a node, as if another had sent it. */
  public void forge(NodeId from, NodeId to, byte[] frame) {
    Life receiver = lives.get(to);
    if (receiver != null) {
      line.carry(
          from.incarnation(), to.incarnation(), Duration.ZERO, () -> receiver.receive(frame));
    }
  }

  /** Begins to disturb all traffic. */
  public void disturb(Disturbance disturbance) {
    line.add(disturbance);
  }

  /** Ends a disturbance. */
  public void calm(Disturbance disturbance) {
    line.remove(disturbance);
  }

  /** The ids under which living processes have a transport open. */
  public List<NodeId> open() {
    return lives.values().stream().filter(Life::open).map(life -> life.id).toList();
  }

  /** Begins a cut. */
  public abstract void cut(Cut cut);

  /** Ends a cut. */
  public abstract void mend(Cut cut);

  /** Takes a server's own connection down; its transport says so. */
  public abstract void disconnect(String server);

  /** Lets a server connect again. */
  public abstract void reconnect(String server);

  /** Takes everybody's connection down at once. */
  public abstract void shutDown();

  /** Ends {@link #shutDown()}. */
  public abstract void startUp();

  /** Tells the network that a process was killed, so that its connections end. */
  public abstract void killed(Host host);

  /** Tells the network that a process was stopped; it goes on with {@link Host#deliver}. */
  public abstract void paused(Host host);

  void opened(Life life) {
    lives.put(life.id, life);
    watchers.forEach(watcher -> watcher.opened(life.host(), life.id));
    connect(life);
  }

  void closed(Life life) {
    lives.remove(life.id, life);
    watchers.forEach(watcher -> watcher.closed(life.host(), life.id));
    disconnected(life);
  }

  /** A frame has arrived. */
  void arrived(NodeId sender, Life receiver, byte[] frame) {
    watchers.forEach(watcher -> watcher.heard(receiver.host(), sender));
    receiver.receive(frame);
  }

  void condemned(NodeId id) {
    watchers.forEach(watcher -> watcher.condemned(id));
  }

  void unicast(Life sender, NodeId to, byte[] frame) {
    taps.forEach(tap -> tap.sent(sender.id, to, frame));
    alterAndCarry(sender, to, frame, true);
  }

  void broadcast(Life sender, byte[] frame) {
    taps.forEach(tap -> tap.sent(sender.id, null, frame));
    for (Life receiver : List.copyOf(lives.values())) {
      if (receiver.open()) {
        alterAndCarry(sender, receiver.id, frame, false);
      }
    }
  }

  private void alterAndCarry(Life sender, NodeId to, byte[] frame, boolean toOne) {
    for (Parcel parcel : alteration.alter(sender.id, to, frame)) {
      carry(sender, to, parcel, toOne);
    }
  }

  @Nullable Life life(NodeId id) {
    return lives.get(id);
  }

  List<Life> livesOf(String server) {
    return lives.values().stream()
        .filter(life -> life.server().equals(server) && life.open())
        .toList();
  }

  List<Life> livesOf(Host host) {
    return lives.values().stream().filter(life -> life.host() == host).toList();
  }

  List<Life> allLives() {
    return List.copyOf(lives.values());
  }

  abstract void connect(Life life);

  abstract void disconnected(Life life);

  abstract void carry(Life sender, NodeId to, Parcel parcel, boolean toOne);
}
