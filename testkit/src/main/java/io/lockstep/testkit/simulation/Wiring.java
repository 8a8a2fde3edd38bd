package io.lockstep.testkit.simulation;

import static io.lockstep.wire.proto.TrafficKey.APP_NODE;
import static io.lockstep.wire.proto.TrafficKey.BACKUP_SYNC_MESSAGES;
import static io.lockstep.wire.proto.TrafficKey.DOCUMENT_EVENTS;
import static io.lockstep.wire.proto.TrafficKey.MESSAGING_SERVICE;
import static io.lockstep.wire.proto.TrafficKey.RPC_EXECUTOR;
import static io.lockstep.wire.proto.TrafficKey.SESSION_ATTRIBUTE_EVENTS;
import static io.lockstep.wire.proto.TrafficKey.SESSION_EVENTS;
import static io.lockstep.wire.proto.TrafficKey.SHARED_STORE;

import io.lockstep.testkit.simulation.network.BrokerNetwork;
import io.lockstep.testkit.simulation.network.PlainNetwork;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.wire.proto.TrafficKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes the networks of a scenario. */
@FunctionalInterface
interface Wiring {
  /** One network for all keys. */
  Wiring SINGLE = (world, scenario) -> Networks.single(network(world, scenario));

  /**
   * Two or three, one for each transport instance, which share the keys in one of a few ways. Where
   * the others are plain, one may have a broker.
   */
  Wiring INSTANCES = Wiring::instances;

  /** The document's three; heartbeats alone; sessions over all three. */
  List<List<Set<TrafficKey>>> SHARES =
      List.of(
          List.of(
              Set.of(APP_NODE),
              Set.of(
                  DOCUMENT_EVENTS,
                  SESSION_EVENTS,
                  SESSION_ATTRIBUTE_EVENTS,
                  BACKUP_SYNC_MESSAGES,
                  RPC_EXECUTOR),
              Set.of(MESSAGING_SERVICE, SHARED_STORE)),
          List.of(
              Set.of(
                  DOCUMENT_EVENTS,
                  SESSION_EVENTS,
                  SESSION_ATTRIBUTE_EVENTS,
                  BACKUP_SYNC_MESSAGES,
                  RPC_EXECUTOR,
                  MESSAGING_SERVICE,
                  SHARED_STORE),
              Set.of(APP_NODE)),
          List.of(
              Set.of(SESSION_EVENTS, SHARED_STORE),
              Set.of(APP_NODE, SESSION_ATTRIBUTE_EVENTS, MESSAGING_SERVICE),
              Set.of(BACKUP_SYNC_MESSAGES, DOCUMENT_EVENTS, RPC_EXECUTOR)));

  Networks wire(World world, Scenario scenario);

  private static Networks instances(World world, Scenario scenario) {
    var seeded = new Seeded(world.random());
    List<Set<TrafficKey>> keys = seeded.oneOf(SHARES);
    List<SimulatedNetwork> networks = new ArrayList<>();
    keys.forEach(some -> networks.add(network(world, scenario)));
    if (!scenario.brokered() && seeded.oneIn(3)) {
      networks.set(
          seeded.between(0, networks.size() - 1), new BrokerNetwork(world.time, world.random()));
    }
    return Networks.keyed(networks, keys);
  }

  private static SimulatedNetwork network(World world, Scenario scenario) {
    return scenario.brokered()
        ? new BrokerNetwork(world.time, world.random())
        : new PlainNetwork(world.time, world.random());
  }
}
