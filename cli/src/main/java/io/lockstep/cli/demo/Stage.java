package io.lockstep.cli.demo;

import io.lockstep.cli.balancer.Balancer;
import io.lockstep.cli.balancer.BalancerKind;
import io.lockstep.cli.balancer.BalancerSettings;
import io.lockstep.cli.process.Child;
import io.lockstep.cli.process.Children;
import io.lockstep.cli.process.Polling;
import io.lockstep.cli.process.StartException;
import io.lockstep.cli.server.Fleet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** Servers behind a balancer, and the shop on them. */
final class Stage implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

  private final Children children;
  private final Fleet fleet;
  private final Child balancer;
  private final URI shop;

  private Stage(Children children, Fleet fleet, Child balancer, URI shop) {
    this.children = children;
    this.fleet = fleet;
    this.balancer = balancer;
    this.shop = shop;
  }

  /**
   * Starts a balancer before servers that serve already, and waits until it leads to them. Must be
   * called from the thread that runs {@code main}, as {@link Children#startNative} tells.
   *
   * @throws StartException when it does not
   */
  static Stage open(
      Children children,
      Fleet fleet,
      String name,
      BalancerKind kind,
      BalancerSettings settings,
      Path work,
      Polling polling) {
    var balancer = Balancer.start(kind, name, settings, children, work);
    var shop = URI.create("http://127.0.0.1:" + settings.port() + "/shop/");
    boolean up = polling.until(START_TIMEOUT, () -> !balancer.isAlive() || answers(shop));
    if (!balancer.isAlive()) {
      // Its output ends with it; what it said last is then all there.
      balancer.ready().handle((line, failure) -> "").join();
      throw new StartException(name + " ended early: " + balancer.lastWords());
    }
    if (!up) {
      children.end(balancer);
      throw new StartException(
          "%s does not lead to the servers after %d s%s"
              .formatted(name, START_TIMEOUT.toSeconds(), said(balancer)));
    }
    return new Stage(children, fleet, balancer, shop);
  }

  private static String said(Child balancer) {
    return balancer.lastWords().isEmpty() ? "" : "; it said: " + balancer.lastWords();
  }

  Fleet fleet() {
    return fleet;
  }

  /** The shop's address, ending in a slash. */
  URI shop() {
    return shop;
  }

  private static boolean answers(URI shop) {
    var request = HttpRequest.newBuilder(shop.resolve("products")).timeout(Duration.ofSeconds(2));
    try {
      var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding());
      return answer.statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends balancer and servers. */
  @Override
  public void close() {
    children.end(balancer);
    fleet.stopAll();
  }
}
