package io.lockstep.cli.balancer;

import io.lockstep.cli.process.ParentWatch;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.client.UndertowClient;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * A small balancer for machines without HAProxy; for demonstration only. The visitor's route is the
 * end of the session cookie.
 *
 * <p>A request whose server cannot be connected to goes to another one. One that a server may have
 * seen goes to another one only when its method is idempotent. New visitors do not go to a server
 * that drains.
 *
 * <p>Arguments: port, control port or 0, the session cookie's name, the path of the check, and for
 * each server {@code name=port}. Prints {@code BALANCER} and its address once it serves, and ends
 * with its standard input.
 */
public final class BuiltinBalancer {
  private static final int CONNECTIONS_PER_THREAD = 200;

  private BuiltinBalancer() {}

  public static void main(String[] arguments) {
    ParentWatch.start();
    int port = Integer.parseInt(arguments[0]);
    var servers = Arrays.asList(arguments).subList(4, arguments.length);
    try {
      var client = visitors(arguments[2], servers, arguments[3]);
      serve(port, paths(client, servers.size(), Integer.parseInt(arguments[1])));
      System.out.println("BALANCER http://127.0.0.1:" + port);
    } catch (RuntimeException failure) {
      var cause = failure.getCause() == null ? failure : failure.getCause();
      System.err.println("port " + port + ": " + cause.getMessage());
      // What had started already would keep this process alive.
      System.exit(1);
    }
  }

  private static void serve(int port, HttpHandler handler) {
    Undertow.builder()
        .addHttpListener(port, "127.0.0.1")
        .setIoThreads(2)
        .setWorkerThreads(2)
        .setHandler(handler)
        .build()
        .start();
  }

  private static HttpHandler paths(LoadBalancingProxyClient visitors, int servers, int control) {
    var paths = Handlers.path(proxy(visitors, servers));
    paths.addExactPath("/", Handlers.redirect("/shop/"));
    if (control != 0) {
      paths.addPrefixPath(
          "/demo",
          proxy(
              limited(new LoadBalancingProxyClient()).addHost(address(control).resolve("/demo")),
              0));
    }
    return paths;
  }

  private static HttpHandler proxy(LoadBalancingProxyClient client, int retries) {
    return ProxyHandler.builder().setProxyClient(client).setMaxConnectionRetries(retries).build();
  }

  private static LoadBalancingProxyClient visitors(
      String cookie, List<String> servers, String check) {
    var rotation = new Rotation(check);
    var client =
        limited(new LoadBalancingProxyClient(UndertowClient.getInstance(), null, rotation))
            .removeSessionCookieName("JSESSIONID")
            .addSessionCookieName(cookie);
    for (var server : servers) {
      var parts = server.split("=", 2);
      var address = address(Integer.parseInt(parts[1]));
      client.addHost(address, parts[0]);
      rotation.watch(address);
    }
    return client;
  }

  private static LoadBalancingProxyClient limited(LoadBalancingProxyClient client) {
    return client.setConnectionsPerThread(CONNECTIONS_PER_THREAD).setProblemServerRetry(1);
  }

  private static URI address(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
