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
 * @param check the path that tells whether a server takes visitors; 404 while it keeps only those
 *     that it has
 * @param control the loopback port that {@code /demo/} leads to, if it leads anywhere
 */
public record BalancerSettings(
    int port, List<Backend> backends, String sessionCookie, String check, OptionalInt control) {
  /** The check of servers with Lockstep, which keep their visitors without a cluster as well. */
  public static final String READY = "/shop/lockstep/ready?alone";

  /** The check of servers without Lockstep. */
  public static final String PAGE = "/shop/products";

  public BalancerSettings {
    backends = List.copyOf(backends);
  }
}
