package io.lockstep.cli.server;

import io.lockstep.cli.balancer.Backend;
import io.lockstep.cli.process.Child;
import io.lockstep.cli.process.Children;
import io.lockstep.cli.process.JavaProgram;
import io.lockstep.cli.process.Pause;
import io.lockstep.cli.process.StartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

/** Servers that are a process of their own each. */
public final class ProcessFleet implements Fleet {
  /** The most heap that a server takes, in megabytes. */
  public static final int HEAP_MEGABYTES = 96;

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final Children children;
  private final List<Path> wars;
  private final Path work;
  private final List<Backend> backends;
  private final Function<String, Map<String, String>> settings;
  private final Map<String, Child> running = new ConcurrentHashMap<>();

  /**
   * @param wars the web applications that they serve, each under the name of its file
   * @param work the demo's directory
   * @param backends the servers' names and ports
   * @param settings the system properties of the server with that name
   */
  public ProcessFleet(
      Children children,
      List<Path> wars,
      Path work,
      List<Backend> backends,
      Function<String, Map<String, String>> settings) {
    this.children = children;
    this.wars = List.copyOf(wars);
    this.work = work;
    this.backends = List.copyOf(backends);
    this.settings = settings;
  }

  @Override
  public List<Backend> backends() {
    return backends;
  }

  @Override
  public void startAll() {
    try {
      var starts = backends.stream().map(this::launch).toList();
      starts.forEach(ProcessFleet::await);
    } catch (StartException failure) {
      stopAll();
      throw failure;
    }
  }

  @Override
  public synchronized void startAgain(String server) {
    if (!isAlive(server)) {
      await(launch(backend(server)));
    }
  }

  @Override
  public void kill(String server) {
    var child = running.get(server);
    if (child != null) {
      child.kill();
      child.ended().join();
    }
  }

  @Override
  public String killing() {
    return "SIGKILL";
  }

  @Override
  public Pause pause(String server) {
    var child = running.get(server);
    if (child == null || !child.isAlive()) {
      throw new StartException(server + " does not run, and cannot be paused");
    }
    return Pause.of(child.pid());
  }

  @Override
  public boolean isAlive(String server) {
    var child = running.get(server);
    return child != null && child.isAlive();
  }

  @Override
  public String describe(String server) {
    var child = running.get(server);
    return child == null ? server : server + " (process " + child.pid() + ")";
  }

  @Override
  public CompletableFuture<Integer> ended(String server) {
    var child = running.get(server);
    return child == null ? CompletableFuture.completedFuture(0) : child.ended();
  }

  @Override
  public void stopAll() {
    running.values().forEach(children::end);
    running.clear();
  }

  private Backend backend(String server) {
    return backends.stream().filter(each -> each.name().equals(server)).findFirst().orElseThrow();
  }

  private Child launch(Backend backend) {
    var program =
        new JavaProgram(
            backend.name(),
            DemoServer.class.getName(),
            HEAP_MEGABYTES,
            arguments(backend),
            settings.apply(backend.name()));
    var child = children.startJava(program, "SERVER");
    running.put(backend.name(), child);
    return child;
  }

  private List<String> arguments(Backend backend) {
    var own = Stream.of(backend.name(), Integer.toString(backend.port()), work.toString());
    return Stream.concat(own, wars.stream().map(Path::toString)).toList();
  }

  private static void await(Child child) {
    try {
      child.ready().orTimeout(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof TimeoutException) {
        throw new StartException(
            child.name() + " did not start within " + START_TIMEOUT.toSeconds() + " s");
      }
      throw failure.getCause() instanceof StartException known ? known : failure;
    }
  }
}
