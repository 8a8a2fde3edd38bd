package io.lockstep.cli.demo;

import io.lockstep.cli.BadInputException;
import io.lockstep.cli.balancer.Backend;
import io.lockstep.cli.balancer.BalancerSettings;
import io.lockstep.cli.output.Progress;
import io.lockstep.cli.process.Children;
import io.lockstep.cli.process.FreePorts;
import io.lockstep.cli.process.Polling;
import io.lockstep.cli.process.StartException;
import io.lockstep.cli.process.WorkDirectory;
import io.lockstep.cli.server.Fleet;
import io.lockstep.cli.server.ProcessFleet;
import io.lockstep.cli.server.SharedFleet;
import io.lockstep.cli.tour.BoardTour;
import io.lockstep.cli.tour.ClusterView;
import io.lockstep.cli.tour.DraftTour;
import io.lockstep.cli.tour.LossTour;
import io.lockstep.cli.tour.Tour;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Starts broker, servers and balancer, runs the tour, and ends all of them. Runs on the thread that
 * runs {@code main}.
 */
public final class Demo {
  private static final Sessions WITH_LOCKSTEP = new Sessions("LOCKSTEP", BalancerSettings.READY);
  private static final Sessions WITHOUT_LOCKSTEP =
      new Sessions("JSESSIONID", BalancerSettings.PAGE);

  /** What launcher, broker, balancer and the servers of the tour's first step take. */
  private static final int BASE_MEGABYTES = 550;

  private static final int SERVER_MEGABYTES = 130;
  private static final Duration CLUSTER_TIMEOUT = Duration.ofSeconds(30);

  private final DemoSettings settings;
  private final Progress progress;
  private final WorkDirectory work;
  private final Children children;
  private final ScheduledExecutorService scheduler;
  private final Polling polling;
  private final FreePorts ports = new FreePorts();

  private Demo(
      DemoSettings settings,
      Progress progress,
      WorkDirectory work,
      Children children,
      ScheduledExecutorService scheduler) {
    this.settings = settings;
    this.progress = progress;
    this.work = work;
    this.children = children;
    this.scheduler = scheduler;
    this.polling = new Polling(scheduler);
  }

  /**
   * Runs the demo; without {@code --exit} it returns only when the thread is interrupted.
   *
   * @return whether every check of the tour held
   * @throws StartException when a part does not start
   * @throws io.lockstep.cli.BadInputException when the user's broker is not there
   */
  public static boolean run(DemoSettings settings, Progress progress) throws IOException {
    var broker = settings.broker().map(BrokerProbe::check);
    tellNeeds(settings, progress);
    broker.ifPresent(name -> progress.line("the broker is yours: " + name));
    var work = WorkDirectory.create();
    var children = new Children(settings.logs().orElse(work.path()));
    var scheduler = DemoThreads.scheduler();
    Runnable end =
        () -> {
          progress.end();
          scheduler.shutdownNow();
          children.close();
          work.close();
        };
    Runtime.getRuntime().addShutdownHook(new Thread(end, "demo-end"));
    try {
      return new Demo(settings, progress, work, children, scheduler).run();
    } catch (RuntimeException failure) {
      if (progress.hasEnded()) {
        // Parts that fail while all are ended are nobody's concern.
        awaitEnd();
      }
      throw failure;
    } finally {
      end.run();
    }
  }

  private static void tellNeeds(DemoSettings settings, Progress progress) {
    progress.plain(
        "Lockstep demo: %d servers, %s, %s replication, seed %d"
            .formatted(
                settings.servers(),
                settings.balancer().title(),
                settings.replication(),
                settings.seed()));
    progress.plain(
        "It needs about %d MB of memory, and 20 MB of disk."
            .formatted(BASE_MEGABYTES + settings.servers() * SERVER_MEGABYTES));
    progress.plain("");
  }

  private boolean run() throws IOException {
    var network =
        DemoNetwork.start(
            settings.network(), settings.broker(), children, ports, 2 * settings.servers());
    progress.line(network.told());
    var fleet = startServers(network);
    var cluster = new ClusterView(fleet, "shop");
    try (var control = new ControlEndpoint(fleet, progress::line);
        var stage = openStage(fleet, OptionalInt.of(control.port()))) {
      awaitCluster(cluster);
      tell(stage.shop());
      step(this::showLoss);
      step(() -> showFailover(stage, cluster));
      step(() -> showSharing(fleet));
      if (settings.exit()) {
        progress.summary();
      } else {
        stay(stage, control);
      }
      return progress.allPassed();
    }
  }

  private Fleet startServers(DemoNetwork network) {
    var serverSettings = new ServerSettings(network, settings.replication());
    var wars = List.of(settings.shop(), settings.board());
    boolean shared = network.kind() == NetworkKind.MEMORY;
    var fleet =
        startFleet(
            "server",
            settings.servers(),
            backends ->
                shared
                    ? new SharedFleet(
                        children, wars, work.path(), backends, serverSettings.common())
                    : new ProcessFleet(children, wars, work.path(), backends, serverSettings::of));
    progress.line(
        "%d servers are up: Tomcat with the shop and a board, %s"
            .formatted(settings.servers(), shared ? "all in one process" : "each its own process"));
    return fleet;
  }

  private Fleet startFleet(String prefix, int count, Function<List<Backend>, Fleet> maker) {
    return ports.start(
        count,
        free -> {
          var backends =
              IntStream.range(0, count)
                  .mapToObj(index -> new Backend(prefix + "-" + (index + 1), free.get(index)))
                  .toList();
          Fleet fleet = maker.apply(backends);
          fleet.startAll();
          return fleet;
        });
  }

  /** Whose sessions servers have: their cookie, and what tells whether they take visitors. */
  private record Sessions(String cookie, String check) {}

  private Stage openStage(Fleet fleet, OptionalInt control) {
    var stage =
        settings.port().isPresent()
            ? openStageOn(settings.port().getAsInt(), fleet, control)
            : ports.start(
                1, free -> openStage("balancer", free.get(0), fleet, WITH_LOCKSTEP, control));
    progress.line("the balancer is up: " + settings.balancer().title());
    return stage;
  }

  private Stage openStageOn(int port, Fleet fleet, OptionalInt control) {
    try {
      return openStage("balancer", port, fleet, WITH_LOCKSTEP, control);
    } catch (StartException failure) {
      // Somebody took it since the options were checked.
      throw FreePorts.isFree(port) ? failure : BadInputException.portTaken(port);
    }
  }

  private Stage openStage(
      String name, int port, Fleet fleet, Sessions sessions, OptionalInt control) {
    var balancer =
        new BalancerSettings(port, fleet.backends(), sessions.cookie, sessions.check, control);
    return Stage.open(children, fleet, name, settings.balancer(), balancer, work.path(), polling);
  }

  private void awaitCluster(ClusterView cluster) {
    int nodes = settings.servers();
    if (!polling.until(CLUSTER_TIMEOUT, () -> cluster.isComplete(nodes))) {
      throw new StartException("the servers did not find each other");
    }
    progress.line("the servers have found each other: " + nodes + " members");
  }

  private void tell(URI shop) {
    progress.plain("");
    progress.plain("  shop     " + shop);
    progress.plain("  console  " + shop.resolve("lockstep/"));
    progress.plain("  board    " + shop.resolve("/board/"));
    progress.plain("");
  }

  /** A part that fails now is a check that did not hold, and the result is told all the same. */
  private void step(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failure) {
      if (progress.hasEnded()) {
        throw failure;
      }
      boolean known = failure instanceof StartException;
      progress.check(
          false,
          known ? String.valueOf(failure.getMessage()) : "this should not happen: " + failure);
    }
  }

  private void showLoss() {
    var fleet =
        startFleet(
            "plain",
            2,
            backends ->
                new ProcessFleet(
                    children,
                    List.of(settings.shop()),
                    work.path(),
                    backends,
                    server -> ServerSettings.WITHOUT_LOCKSTEP));
    try (var stage =
        ports.start(
            1,
            free ->
                openStage(
                    "plain-balancer", free.get(0), fleet, WITHOUT_LOCKSTEP, OptionalInt.empty()))) {
      new LossTour(stage.shop(), fleet, progress, scheduler, settings.seed()).run();
    }
  }

  private void showFailover(Stage stage, ClusterView cluster) {
    boolean acknowledged = settings.replication().equals("acknowledged");
    new Tour(
            stage.shop(),
            stage.fleet(),
            cluster,
            progress,
            scheduler,
            settings.visitors(),
            acknowledged,
            settings.network().mostRecovery(),
            settings.seed())
        .run();
  }

  private void showSharing(Fleet fleet) {
    new BoardTour(fleet, progress, scheduler, settings.seed()).run();
    new DraftTour(fleet, progress, scheduler, settings.seed()).run();
  }

  private void stay(Stage stage, ControlEndpoint control) {
    control.open();
    new Keeper(stage.fleet(), progress, scheduler).start();
    progress.summary();
    tell(stage.shop());
    stage.fleet().backends().stream()
        .map(each -> "  " + stage.fleet().describe(each.name()))
        .forEach(progress::plain);
    progress.plain("");
    progress.plain("  Kill a server in the console, or by hand. Ctrl-C ends the demo.");
    awaitEnd();
  }

  /** Until Ctrl-C. */
  private static void awaitEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
