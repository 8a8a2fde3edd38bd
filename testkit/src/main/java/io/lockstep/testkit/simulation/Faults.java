package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Cut;
import io.lockstep.testkit.simulation.network.Disturbance;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes faults happen, one method for each kind. */
final class Faults {
  private final World world;
  private final Cluster cluster;
  private final Networks networks;
  private final OutageCheck outages;

  /** Of two outages of all, the end of one would be the end of the other. */
  private boolean isDown;

  /** How far a clock may be wrong. */
  private final Duration mostSkew;

  private final Seeded seeded;
  private final Set<ServerSlot> busy = new HashSet<>();

  Faults(World world, Cluster cluster, Networks networks, OutageCheck outages, Duration mostSkew) {
    this.world = world;
    this.mostSkew = mostSkew;
    this.cluster = cluster;
    this.networks = networks;
    this.outages = outages;
    seeded = new Seeded(world.random());
  }

  /** Begins a fault, or does nothing when there is nobody left whom it could hit. */
  Optional<Fault> begin(FaultKind kind) {
    return switch (kind) {
      case LOSS -> disturb(kind, Disturbance.loss(seeded.share(0.05, 0.5)));
      case DELAY -> disturb(kind, Disturbance.delay(Duration.ofMillis(seeded.between(20, 1500))));
      case DUPLICATION -> disturb(kind, Disturbance.duplication(seeded.share(0.05, 0.5)));
      case REORDERING -> disturb(kind, Disturbance.reordering(seeded.share(0.05, 0.5)));
      case PARTITION -> cut(kind, true);
      case ONE_WAY_PARTITION -> cut(kind, false);
      case PAUSE -> victim().map(this::pause);
      case CRASH -> victim().map(this::crash);
      case CLOCK -> Optional.of(clock());
      case OUTAGE -> victim().map(this::outage);
      case TOTAL_OUTAGE -> isDown ? Optional.empty() : Optional.of(totalOutage());
      case LEAVE -> victim().map(this::leave);
    };
  }

  private Optional<Fault> disturb(FaultKind kind, Disturbance disturbance) {
    List<SimulatedNetwork> struck = networks.struck(seeded);
    note(kind, disturbance);
    struck.forEach(network -> network.disturb(disturbance));
    return Optional.of(new Fault(kind, () -> struck.forEach(network -> network.calm(disturbance))));
  }

  private Optional<Fault> cut(FaultKind kind, boolean bothWays) {
    Set<String> silenced = names(cluster.slots().stream().filter(slot -> seeded.oneIn(2)));
    Set<String> deafened =
        names(cluster.slots().stream().filter(slot -> !silenced.contains(slot.name())));
    if (silenced.isEmpty() || deafened.isEmpty()) {
      return Optional.empty();
    }
    var cut = new Cut(silenced, deafened, bothWays);
    List<SimulatedNetwork> struck = networks.struck(seeded);
    note(kind, cut);
    struck.forEach(network -> network.cut(cut));
    return Optional.of(new Fault(kind, () -> struck.forEach(network -> network.mend(cut))));
  }

  private static Set<String> names(Stream<ServerSlot> slots) {
    return slots.map(ServerSlot::name).collect(Collectors.toCollection(java.util.TreeSet::new));
  }

  /** A server that runs and that no other fault holds. */
  private Optional<ServerSlot> victim() {
    List<ServerSlot> candidates =
        cluster.slots().stream()
            .filter(slot -> slot.process() != null && !busy.contains(slot))
            .toList();
    return candidates.isEmpty() ? Optional.empty() : Optional.of(seeded.oneOf(candidates));
  }

  private Fault held(FaultKind kind, ServerSlot slot, Runnable end) {
    note(kind, slot.name());
    busy.add(slot);
    return new Fault(
        kind,
        () -> {
          busy.remove(slot);
          end.run();
        });
  }

  private Fault pause(ServerSlot slot) {
    ServerProcess process = running(slot);
    Fault fault = held(FaultKind.PAUSE, slot, process::resume);
    process.pause();
    return fault;
  }

  private Fault crash(ServerSlot slot) {
    ServerProcess process = running(slot);
    Fault fault = held(FaultKind.CRASH, slot, slot::start);
    process.kill();
    return fault;
  }

  private Fault leave(ServerSlot slot) {
    ServerProcess process = running(slot);
    Fault fault = held(FaultKind.LEAVE, slot, () -> replace(slot, process));
    process.leave();
    return fault;
  }

  private void replace(ServerSlot slot, ServerProcess process) {
    process.kill();
    slot.start();
  }

  private Fault outage(ServerSlot slot) {
    ServerProcess process = running(slot);
    List<SimulatedNetwork> struck = networks.struck(seeded);
    Runnable verdict = verdict(struck, process);
    Fault fault =
        held(
            FaultKind.OUTAGE,
            slot,
            () -> {
              verdict.run();
              struck.forEach(network -> network.reconnect(slot.name()));
            });
    struck.forEach(network -> network.disconnect(slot.name()));
    return fault;
  }

  private Fault totalOutage() {
    note(FaultKind.TOTAL_OUTAGE, "");
    isDown = true;
    List<SimulatedNetwork> struck = networks.struck(seeded);
    List<Runnable> verdicts =
        cluster.processes().stream().map(process -> verdict(struck, process)).toList();
    struck.forEach(SimulatedNetwork::shutDown);
    return new Fault(
        FaultKind.TOTAL_OUTAGE,
        () -> {
          verdicts.forEach(Runnable::run);
          struck.forEach(SimulatedNetwork::startUp);
          isDown = false;
        });
  }

  /** Over the instances that are left a node may well hear what others have decided. */
  private Runnable verdict(List<SimulatedNetwork> struck, ServerProcess process) {
    return networks.areAll(struck) ? outages.begin(process) : () -> {};
  }

  private Fault clock() {
    ServerSlot slot = seeded.oneOf(cluster.slots());
    slot.setClock(seeded.between(mostSkew.negated(), mostSkew));
    slot.clock().drift(seeded.share(0.98, 1.02));
    note(FaultKind.CLOCK, slot.name());
    return new Fault(FaultKind.CLOCK, () -> slot.clock().drift(1));
  }

  private static ServerProcess running(ServerSlot slot) {
    ServerProcess process = slot.process();
    if (process == null) {
      throw new IllegalStateException(slot.name() + " does not run");
    }
    return process;
  }

  private void note(FaultKind kind, Object detail) {
    world.trace.note("FAULT", kind + " " + detail);
  }
}
