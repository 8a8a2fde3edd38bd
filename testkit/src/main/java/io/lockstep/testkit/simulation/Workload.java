package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.Operation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All visitors of one simulation. */
final class Workload {
  private static final int OPERATIONS = 2600;

  private final World world;
  private final Duration busy;
  private final List<Visitor> visitors = new ArrayList<>();

  Workload(World world, Duration busy, Cluster cluster, Visitor.RequestFactory requests) {
    this.world = world;
    this.busy = busy;
    var seeded = new Seeded(world.random());
    var balancer = new Balancer(world, cluster);
    List<String> servers = cluster.slots().stream().map(ServerSlot::name).toList();
    List<Habit> habits = List.of(Habit.values());
    int many = seeded.between(8, 16);
    Duration pace = busy.multipliedBy(many).dividedBy(OPERATIONS);
    for (int i = 0; i < many; i++) {
      Habit habit = i < habits.size() ? habits.get(i) : seeded.oneOf(habits);
      visitors.add(new Visitor(world, balancer, requests, habit, "v" + i, pace, servers));
    }
  }

  void start() {
    visitors.forEach(Visitor::start);
    world.after(busy, () -> visitors.forEach(Visitor::stop));
  }

  List<Visitor> visitors() {
    return visitors;
  }

  Stream<SessionRecord> sessions() {
    return visitors.stream().flatMap(visitor -> visitor.sessions().stream());
  }

  Optional<SessionRecord> session(String label) {
    return sessions().filter(session -> session.label().equals(label)).findFirst();
  }

  private Stream<Operation> operations() {
    return sessions().flatMap(session -> session.operations().stream());
  }

  int writes() {
    return (int) operations().filter(operation -> operation.written() != null).count();
  }

  int acknowledged() {
    return (int) operations().filter(Operation::acknowledged).count();
  }

  /** How many sessions were asked for again after all copies of something in them were lost. */
  int lost(Copies copies) {
    return (int)
        sessions()
            .filter(
                session ->
                    copies
                        .session(session.label())
                        .filter(truth -> session.missedAfter(truth.lostAtNs()))
                        .isPresent())
            .count();
  }

  int ended(Outcome outcome) {
    return (int) operations().filter(operation -> operation.is(outcome)).count();
  }
}
