package io.lockstep.testkit.simulation;

import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.report.NodeReport;
import io.lockstep.topic.TopicSettings;
import io.lockstep.transport.NodeAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The servers of one simulation. */
final class Cluster {
  /** So little is kept for those who missed it that some cannot be had again. */
  private static final TopicSettings TOPICS =
      new TopicSettings(1 << 20, 16 << 20, 16 << 20, 16 << 10);

  private final World world;
  private final Scenario scenario;
  private final Networks networks;
  private final Lives lives;
  private final Sabotage sabotage;
  private final StoredBackups backups;
  private final List<ServerSlot> slots;
  private final List<Consumer<ServerProcess>> starts = new ArrayList<>();

  Cluster(World world, Scenario scenario, Networks networks, Lives lives, Sabotage sabotage) {
    this.world = world;
    this.scenario = scenario;
    this.networks = networks;
    this.lives = lives;
    this.sabotage = sabotage;
    backups = new StoredBackups(world, scenario.busy());
    slots = IntStream.range(0, scenario.servers()).mapToObj(this::slot).toList();
  }

  private ServerSlot slot(int index) {
    return new ServerSlot("s" + index, world.time.clock(), slot -> startProcess(slot, index));
  }

  private ServerProcess startProcess(ServerSlot slot, int index) {
    world.trace.note(slot.name(), "starts");
    var process =
        new ServerProcess(
            world,
            slot.name(),
            networks,
            slot.clock(),
            sabotage.nodeRandom(slot.name(), world.random()));
    process.onEnd(() -> lives.killed(process));
    var settings =
        new NodeSettings(
            new NodeAddress("sim", "cluster", slot.name(), "shop"),
            scenario.membership(index),
            scenario.sessions());
    process.start(
        (transports, loop, workers, threads) ->
            new NodeBuilder(settings)
                .transports(sabotage.transports(transports))
                .codec(new SimulationCodec())
                .loop(loop)
                .workers(workers)
                .steps(threads)
                .load(() -> 0)
                .topics(TOPICS)
                .backups(backups.forProcess(process, scenario.backups()))
                .start());
    starts.forEach(start -> start.accept(process));
    return process;
  }

  /** Runs the task with each process when its node has been started. */
  void onStart(Consumer<ServerProcess> task) {
    starts.add(task);
  }

  /** Starts all servers within a few seconds. */
  void start() {
    var seeded = new Seeded(world.random());
    slots.forEach(slot -> start(slot, seeded, Duration.ofSeconds(3)));
  }

  /** Starts two servers within a few seconds, and some of the others only while all is busy. */
  void startSomeLate() {
    var seeded = new Seeded(world.random());
    for (int i = 0; i < slots.size(); i++) {
      boolean isLate = i >= 2 && seeded.oneIn(4);
      start(slots.get(i), seeded, isLate ? scenario.busy() : Duration.ofSeconds(3));
    }
  }

  private void start(ServerSlot slot, Seeded seeded, Duration latest) {
    world.after(seeded.between(Duration.ZERO, latest), slot::start);
  }

  /** What is wrong with what the process keeps of its backups, by a report of this moment. */
  Optional<String> leak(ServerProcess process, NodeReport report) {
    return backups.leak(process, report);
  }

  List<ServerSlot> slots() {
    return slots;
  }

  List<ServerProcess> processes() {
    return running().toList();
  }

  /** The processes to which a balancer sends requests. */
  List<ServerProcess> serving() {
    return running().filter(ServerProcess::serving).toList();
  }

  Optional<ServerProcess> serving(String server) {
    return running()
        .filter(process -> process.server().equals(server) && process.serving())
        .findFirst();
  }

  private Stream<ServerProcess> running() {
    return slots.stream().map(ServerSlot::process).filter(Objects::nonNull);
  }
}
