package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Host;
import io.lockstep.testkit.simulation.network.LifeWatcher;
import io.lockstep.transport.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All lives of all nodes, and how they ended: the truth, not what nodes believe. */
final class Lives implements LifeWatcher {
  private static final long NOT_ENDED = Long.MAX_VALUE;

  private final World world;
  private final Map<NodeId, Life> lives = new LinkedHashMap<>();
  private final List<Consumer<NodeId>> listeners = new ArrayList<>();

  Lives(World world) {
    this.world = world;
  }

  /** Adds a listener for lives that ended or were decided dead. */
  void onEnd(Consumer<NodeId> listener) {
    listeners.add(listener);
  }

  @Override
  public void opened(Host host, NodeId id) {
    lives.put(id, new Life(host));
    world.trace.note(host.server(), "opens as " + name(id));
  }

  @Override
  public void closed(Host host, NodeId id) {
    world.trace.note(host.server(), "closes " + name(id));
    end(id);
  }

  @Override
  public void condemned(NodeId id) {
    world.trace.note("broker", "condemns " + name(id));
    end(id);
  }

  /** The process was killed, and all its lives with it. */
  void killed(Host host) {
    List.copyOf(lives.entrySet()).stream()
        .filter(entry -> entry.getValue().host == host)
        .forEach(entry -> end(entry.getKey()));
  }

  /** The members decided that the life is over. */
  void decidedDead(NodeId id) {
    end(id);
  }

  private void end(NodeId id) {
    Life life = lives.get(id);
    if (life != null && life.endedAtNs == NOT_ENDED) {
      life.endedAtNs = world.nanos();
      listeners.forEach(listener -> listener.accept(id));
    }
  }

  boolean known(NodeId id) {
    return lives.containsKey(id);
  }

  /** Neither ended nor decided dead. */
  boolean living(NodeId id) {
    return endedAtNs(id) == NOT_ENDED;
  }

  /** When it ended; {@link Long#MAX_VALUE} when it did not. */
  long endedAtNs(NodeId id) {
    Life life = lives.get(id);
    return life == null ? Long.MIN_VALUE : life.endedAtNs;
  }

  String server(NodeId id) {
    Life life = lives.get(id);
    return life == null ? "?" : life.host.server();
  }

  /** Server and life, for people. */
  String name(NodeId id) {
    return server(id) + "/" + FrameView.shortHex(id.incarnation());
  }

  private static final class Life {
    private final Host host;
    private long endedAtNs = NOT_ENDED;

    private Life(Host host) {
      this.host = host;
    }
  }
}
