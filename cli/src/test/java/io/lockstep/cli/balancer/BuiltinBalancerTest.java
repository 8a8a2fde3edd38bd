package io.lockstep.cli.balancer;

class BuiltinBalancerTest extends BalancerContract {
  @Override
  BalancerKind kind() {
    return BalancerKind.BUILTIN;
  }
}
