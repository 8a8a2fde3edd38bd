package io.lockstep.cli.balancer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;

class HaproxyTest extends BalancerContract {
  @BeforeAll
  static void needHaproxy() {
    assumeTrue(BalancerKind.haproxy().isPresent(), "HAProxy is not installed");
  }

  @Override
  BalancerKind kind() {
    return BalancerKind.HAPROXY;
  }
}
