package io.lockstep.cli.balancer;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient.Host;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient.HostSelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends new visitors to one server after the other, but to none that drains while there is another.
 * Asks each server once a second whether it does. Thread-safe.
 */
final class Rotation implements HostSelector {
  private static final int DRAINING = 404;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Executor IN_A_SECOND =
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final String check;
  private final Set<URI> draining = ConcurrentHashMap.newKeySet();
  private final AtomicInteger next = new AtomicInteger();

  /**
   * @param check the path to ask for
   */
  Rotation(String check) {
    this.check = check;
  }

  /** Asks the server from now on. */
  void watch(URI server) {
    var request = HttpRequest.newBuilder(server.resolve(check)).timeout(TIMEOUT).build();
    var unused =
        http.sendAsync(request, BodyHandlers.discarding())
            .handle((answer, failure) -> note(server, answer))
            .thenRunAsync(() -> watch(server), IN_A_SECOND);
  }

  /** What does not answer is no visitor's business: the proxy finds out by itself. */
  private boolean note(URI server, @Nullable HttpResponse<Void> answer) {
    boolean drains = answer != null && answer.statusCode() == DRAINING;
    return drains ? draining.add(server) : draining.remove(server);
  }

  @Override
  @SuppressWarnings("removal") // Nobody calls it, but the interface has it still.
  public int selectHost(Host[] hosts) {
    return next(hosts);
  }

  @Override
  public int selectHost(Host[] hosts, HttpServerExchange exchange) {
    return next(hosts);
  }

  private int next(Host[] hosts) {
    int first = Math.floorMod(next.getAndIncrement(), hosts.length);
    for (int i = 0; i < hosts.length; i++) {
      int host = (first + i) % hosts.length;
      if (!draining.contains(hosts[host].getUri())) {
        return host;
      }
    }
    return first;
  }
}
