package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Host;
import io.lockstep.testkit.simulation.network.LifeWatcher;
import io.lockstep.transport.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** All lives of all nodes, and how they ended: the truth, not what nodes believe. */
final class Lives implements LifeWatcher {
  private static final long NOT_ENDED = Long.MAX_VALUE;

  private final World world;
  private final Map<NodeId, Life> lives = new LinkedHashMap<>();

  /** When a host first heard of a life. */
  private final Map<Host, Map<NodeId, Long>> heard = new HashMap<>();

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
    giveUp(id);
  }

  @Override
  public void heard(Host host, NodeId sender) {
    if (!server(sender).equals(host.server())) {
      heard.computeIfAbsent(host, any -> new HashMap<>()).putIfAbsent(sender, world.nanos());
    }
  }

  /** The process was killed, and all its lives with it. */
  void killed(Host host) {
    List.copyOf(lives.entrySet()).stream()
        .filter(entry -> entry.getValue().host == host)
        .forEach(entry -> end(entry.getKey()));
  }

  /** The members decided that the life is over; its node may not know it yet. */
  void decidedDead(NodeId id) {
    Life life = lives.get(id);
    if (life != null) {
      life.outvoted = true;
    }
    giveUp(id);
  }

  private void end(NodeId id) {
    Life life = lives.get(id);
    if (life != null && life.endedAtNs == NOT_ENDED) {
      life.endedAtNs = world.nanos();
      giveUp(id);
    }
  }

  private void giveUp(NodeId id) {
    Life life = lives.get(id);
    if (life != null && !life.givenUp) {
      life.givenUp = true;
      listeners.forEach(listener -> listener.accept(id));
    }
  }

  boolean known(NodeId id) {
    return lives.containsKey(id);
  }

  /** Neither ended nor decided dead. */
  boolean living(NodeId id) {
    Life life = lives.get(id);
    return life != null && !life.givenUp;
  }

  /**
   * Whether a vote that it cast counts: no majority has decided that it is dead. The broker's
   * verdict does not matter: it stands only as long as one who gave it is connected, and whoever
   * was cut off then and does not know of it may vote like any other. Nor does it matter that it
   * has ended since: nobody may know that yet.
   */
  boolean voteCounts(NodeId id) {
    Life life = lives.get(id);
    return life != null && !life.outvoted;
  }

  /** When its memory was lost; {@link Long#MAX_VALUE} when it was not. */
  long endedAtNs(NodeId id) {
    Life life = lives.get(id);
    return life == null ? Long.MIN_VALUE : life.endedAtNs;
  }

  /**
   * Whether the process could know of the life then: a frame of it had come in, or one of a living
   * one that had heard it. Who rejoined on the far side of a cut is known to nobody here.
   */
  boolean couldKnow(Host host, NodeId life, long nanos) {
    return hasHeard(host, life, nanos)
        || heard.getOrDefault(host, Map.of()).keySet().stream()
            .filter(this::living)
            .filter(known -> hasHeard(host, known, nanos))
            .map(lives::get)
            .anyMatch(knower -> hasHeard(knower.host, life, nanos));
  }

  private boolean hasHeard(Host host, NodeId life, long nanos) {
    Long since = heard.getOrDefault(host, Map.of()).get(life);
    return since != null && since <= nanos;
  }

  /** The process that this life was of, if that runs still. */
  Optional<ServerProcess> lastProcess(NodeId id) {
    Life life = lives.get(id);
    return life != null && life.host instanceof ServerProcess process && process.alive()
        ? Optional.of(process)
        : Optional.empty();
  }

  /** The process whose life this is, if it runs still and the life has not ended. */
  Optional<ServerProcess> process(NodeId id) {
    return lastProcess(id).filter(process -> endedAtNs(id) == NOT_ENDED);
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
    private boolean givenUp;
    private boolean outvoted;

    private Life(Host host) {
      this.host = host;
    }
  }
}
