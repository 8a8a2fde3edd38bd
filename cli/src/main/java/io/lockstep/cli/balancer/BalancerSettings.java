package io.lockstep.cli.balancer;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a balancer needs to know.
 *
 * @param port the loopback port it listens on
 * @param backends the servers it sends visitors to
 * @param sessionCookie the cookie that ends in {@code .route}, for a balancer that inserts no
 *     cookie of its own
 * @param control the loopback port that {@code /demo/} leads to, if it leads anywhere
 */
public record BalancerSettings(
    int port, List<Backend> backends, String sessionCookie, OptionalInt control) {
  public BalancerSettings {
    backends = List.copyOf(backends);
  }
}
