package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.FrameTap;
import io.lockstep.testkit.simulation.network.Host;
import io.lockstep.testkit.simulation.network.LifeWatcher;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.transport.KeyedTransport;
import io.lockstep.transport.KeyedTransports;
import io.lockstep.transport.Transport;
import io.lockstep.wire.proto.TrafficKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** What carries the frames of a simulated cluster: a network for each transport instance. */
final class Networks {
  private final List<SimulatedNetwork> networks;
  private final BiFunction<Networks, Host, KeyedTransports> transports;

  private Networks(
      List<SimulatedNetwork> networks, BiFunction<Networks, Host, KeyedTransports> transports) {
    this.networks = List.copyOf(networks);
    this.transports = transports;
  }

  /** One for all keys. */
  static Networks single(SimulatedNetwork network) {
    return new Networks(
        List.of(network),
        (networks, host) -> KeyedTransports.single(networks.networks.get(0).transport(host)));
  }

  /** One for each of these sets of keys. */
  static Networks keyed(List<SimulatedNetwork> networks, List<Set<TrafficKey>> keys) {
    return new Networks(networks, (all, host) -> all.keyed(keys, host));
  }

  private KeyedTransports keyed(List<Set<TrafficKey>> keys, Host host) {
    List<KeyedTransport> keyed = new ArrayList<>();
    for (Set<TrafficKey> some : keys) {
      Transport transport = networks.get(keyed.size()).transport(host);
      keyed.add(new KeyedTransport("instance-" + (keyed.size() + 1), "simulated", some, transport));
    }
    return new KeyedTransports(keyed);
  }

  /** The transports of one process, not yet open. */
  KeyedTransports transports(Host host) {
    return transports.apply(this, host);
  }

  List<SimulatedNetwork> all() {
    return networks;
  }

  /** The one that a sabotage is made for; there is but one then. */
  SimulatedNetwork first() {
    return networks.get(0);
  }

  /** What a fault hits: all of them, or one of several alone. */
  List<SimulatedNetwork> struck(Seeded seeded) {
    return networks.size() == 1 || seeded.oneIn(3) ? networks : List.of(seeded.oneOf(networks));
  }

  boolean areAll(List<SimulatedNetwork> some) {
    return some.size() == networks.size();
  }

  void watch(LifeWatcher watcher) {
    var watching = new InstancesWatcher(watcher, networks.size());
    for (int instance = 0; instance < networks.size(); instance++) {
      networks.get(instance).watch(networks.size() == 1 ? watcher : watching.over(instance));
    }
  }

  void tap(FrameTap tap) {
    networks.forEach(network -> network.tap(tap));
  }

  void killed(Host host) {
    networks.forEach(network -> network.killed(host));
  }

  void paused(Host host) {
    networks.forEach(network -> network.paused(host));
  }
}
