package io.lockstep.cli.server;

import io.lockstep.cli.balancer.Backend;
import io.lockstep.cli.process.Child;
import io.lockstep.cli.process.Children;
import io.lockstep.cli.process.JavaProgram;
import io.lockstep.cli.process.Pause;
import io.lockstep.cli.process.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Servers that are in one process together: a kill halts a server within it. */
public final class SharedFleet implements Fleet {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final int KILLED = 137;

  private final Children children;
  private final List<Path> wars;
  private final Path work;
  private final List<Backend> backends;
  private final Map<String, String> settings;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, CompletableFuture<Integer>> running = new ConcurrentHashMap<>();
  private @Nullable Child process;

  /**
   * @param wars the web applications that they serve, each under the name of its file
   * @param work the demo's directory
   * @param backends the servers' names and ports
   * @param settings the system properties of the process
   */
  public SharedFleet(
      Children children,
      List<Path> wars,
      Path work,
      List<Backend> backends,
      Map<String, String> settings) {
    this.children = children;
    this.wars = List.copyOf(wars);
    this.work = work;
    this.backends = List.copyOf(backends);
    this.settings = Map.copyOf(settings);
  }

  @Override
  public List<Backend> backends() {
    return backends;
  }

  @Override
  public void startAll() {
    List<String> arguments = new ArrayList<>(List.of(work.toString()));
    wars.forEach(war -> arguments.add(war.toString()));
    int heap = ProcessFleet.HEAP_MEGABYTES * backends.size();
    Child started =
        children.startJava(
            new JavaProgram("servers", SharedServers.class.getName(), heap, arguments, settings),
            "SERVERS");
    process = started;
    try {
      var unused = started.ended().thenAccept(this::allEnded);
      started.ready().orTimeout(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
      backends.parallelStream().forEach(backend -> startAgain(backend.name()));
    } catch (CompletionException failure) {
      stopAll();
      throw failure.getCause() instanceof StartException known
          ? known
          : new StartException("the servers' process did not start in time");
    } catch (StartException failure) {
      stopAll();
      throw failure;
    }
  }

  @Override
  public void startAgain(String server) {
    if (running.putIfAbsent(server, new CompletableFuture<>()) != null) {
      return;
    }
    int port =
        backends.stream()
            .filter(each -> each.name().equals(server))
            .findFirst()
            .orElseThrow()
            .port();
    try {
      order("start?name=%s&port=%d".formatted(server, port));
    } catch (StartException failure) {
      running.remove(server);
      throw failure;
    }
  }

  private void allEnded(int status) {
    List<CompletableFuture<Integer>> ended = new ArrayList<>(running.values());
    running.clear();
    ended.forEach(each -> each.complete(status));
  }

  @Override
  public void kill(String server) {
    CompletableFuture<Integer> ended = running.remove(server);
    if (ended != null) {
      order("kill?name=" + server);
      ended.complete(KILLED);
    }
  }

  private void order(String what) {
    Child asked = process;
    if (asked == null) {
      throw new StartException("the servers' process does not run");
    }
    var request =
        HttpRequest.newBuilder(URI.create(asked.ready().join() + "/" + what))
            .timeout(START_TIMEOUT)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 204) {
        throw new StartException(answer.body());
      }
    } catch (IOException failure) {
      throw new StartException("the servers' process does not answer: " + failure.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted");
    }
  }

  @Override
  public String killing() {
    return "halted within the process";
  }

  @Override
  public Pause pause(String server) {
    throw new StartException(server + " is no process of its own, and cannot be paused alone");
  }

  @Override
  public boolean isAlive(String server) {
    return running.containsKey(server);
  }

  @Override
  public String describe(String server) {
    Child shared = process;
    return shared == null ? server : server + " (in process " + shared.pid() + ")";
  }

  @Override
  public CompletableFuture<Integer> ended(String server) {
    return running.getOrDefault(server, CompletableFuture.completedFuture(0));
  }

  @Override
  public void stopAll() {
    Child ending = process;
    process = null;
    running.clear();
    if (ending != null) {
      children.end(ending);
    }
  }
}
