package io.lockstep.testkit.simulation.network;

import io.lockstep.testkit.simulation.network.SimulatedTransport.Life;
import io.lockstep.time.VirtualTime;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A network with an AMQP broker in its middle. Each life has an exclusive queue there for as long
 * as its connection is up; a frame for a queue that is gone comes back. A cut separates servers
 * from the broker: their connections stall, and end when a side gives them up.
 */
public final class BrokerNetwork extends SimulatedNetwork {
  private static final long BROKER = 0;

  private final Map<NodeId, Connection> connections = new LinkedHashMap<>();
  private final List<Cut> cuts = new ArrayList<>();
  private final Set<String> unplugged = new HashSet<>();
  private final Arbiter arbiter;
  private boolean down;

  public BrokerNetwork(VirtualTime time, RandomGenerator random) {
    super(time, random);
    arbiter = new Arbiter(time, connections::containsKey, this::condemned);
  }

  @Override
  public void cut(Cut cut) {
    cuts.add(cut);
    for (Connection connection : List.copyOf(connections.values())) {
      if (stalled(connection.life)) {
        giveUpLater(connection);
      }
    }
  }

  private void giveUpLater(Connection connection) {
    long stall = ++connection.stalls;
    time.schedule(
        patience(),
        () -> {
          if (connection.stalls == stall && stalled(connection.life)) {
            drop(connection);
          }
        });
    time.schedule(
        patience(),
        () -> {
          if (connection.stalls == stall && stalled(connection.life) && !isReplaced(connection)) {
            connection.abandoned = true;
            connection.life.disconnect();
          }
        });
  }

  /** Whether its life has another connection by now: that one is not its to give up. */
  private boolean isReplaced(Connection connection) {
    Connection present = connections.get(connection.life.id);
    return present != null && present != connection;
  }

  /**
   * How long a side of a connection waits for the other: for its heartbeats, or, now and then, only
   * until its network says that the connection is gone. So each side may give up long before the
   * other does.
   */
  private Duration patience() {
    return random.nextInt(3) == 0
        ? Duration.ofMillis(100 + random.nextInt(10_000))
        : Duration.ofMillis(10_000 + random.nextInt(20_000));
  }

  @Override
  public void mend(Cut cut) {
    cuts.remove(cut);
    for (Life life : allLives()) {
      if (!stalled(life) && life.open()) {
        mended(life);
      }
    }
  }

  private void mended(Life life) {
    Connection connection = connections.get(life.id);
    if (connection != null && connection.life == life && !connection.abandoned) {
      connection.stalls++;
      connection.flow();
      return;
    }
    if (connection != null && connection.life == life) {
      drop(connection);
    }
    reset(life);
  }

  private void reset(Life life) {
    life.disconnect();
    attemptLater(life);
  }

  @Override
  public void disconnect(String server) {
    unplugged.add(server);
    livesOf(server).forEach(this::breakOff);
  }

  @Override
  public void reconnect(String server) {
    unplugged.remove(server);
  }

  private void breakOff(Life life) {
    Connection connection = connections.get(life.id);
    if (connection != null && connection.life == life) {
      drop(connection);
    }
    reset(life);
  }

  @Override
  public void shutDown() {
    down = true;
    allLives().stream().filter(Life::open).forEach(this::breakOff);
  }

  @Override
  public void startUp() {
    down = false;
  }

  @Override
  public void killed(Host host) {
    for (Life life : livesOf(host)) {
      time.schedule(Duration.ofMillis(1 + random.nextInt(40)), () -> disconnected(life));
    }
  }

  @Override
  public void paused(Host host) {
    long pausedAtNs = time.nanos();
    for (Life life : livesOf(host)) {
      Connection connection = connections.get(life.id);
      if (connection != null) {
        connection.pausedAtNs = pausedAtNs;
        time.schedule(patience(), () -> dropPaused(connection, pausedAtNs));
      }
    }
  }

  private void dropPaused(Connection connection, long pausedAtNs) {
    if (connection.pausedAtNs == pausedAtNs && connection.life.host().paused()) {
      breakOff(connection.life);
    }
  }

  @Override
  void connect(Life life) {
    time.schedule(Duration.ofMillis(2 + random.nextInt(30)), () -> attempt(life, true));
  }

  private void attemptLater(Life life) {
    if (life.attempting) {
      return;
    }
    life.attempting = true;
    time.schedule(
        Duration.ofMillis(200 + random.nextInt(800)),
        () -> {
          life.attempting = false;
          attempt(life, false);
        });
  }

  private void attempt(Life life, boolean opening) {
    if (!life.open() || life.connected()) {
      return;
    }
    if (cannotConnect(life)) {
      attemptLater(life);
    } else if (arbiter.condemned(life.id)) {
      life.declaredDead();
    } else {
      boolean alone = connections.isEmpty();
      bind(life);
      if (opening && alone) {
        life.nobodyElse();
      }
    }
  }

  private boolean cannotConnect(Life life) {
    return down
        || unplugged.contains(life.server())
        || stalled(life)
        || life.host().paused()
        || connections.containsKey(life.id);
  }

  private void bind(Life life) {
    connections.put(life.id, new Connection(life, time.nanos()));
    life.connect();
  }

  @Override
  void disconnected(Life life) {
    Connection connection = connections.get(life.id);
    if (connection != null && connection.life == life) {
      drop(connection);
    }
  }

  private void drop(Connection connection) {
    connections.remove(connection.life.id, connection);
    connection.dropped = true;
    connection.outward.clear();
    connection.inward.clear();
  }

  private boolean stalled(Life life) {
    return cuts.stream().anyMatch(cut -> cut.silenced().contains(life.server()));
  }

  @Override
  void carry(Life sender, NodeId to, Parcel parcel, boolean toOne) {
    Connection connection = connections.get(sender.id);
    if (connection == null) {
      sender.lost();
    } else if (stalled(sender)) {
      connection.outward.add(() -> toBroker(connection, to, parcel, toOne));
    } else {
      toBroker(connection, to, parcel, toOne);
    }
  }

  private void toBroker(Connection from, NodeId to, Parcel parcel, boolean toOne) {
    line.carry(
        from.life.id.incarnation(),
        BROKER,
        parcel.delay(),
        () -> atBroker(from, to, parcel.frame(), toOne));
  }

  private void atBroker(Connection from, NodeId to, byte[] frame, boolean toOne) {
    if (down) {
      return;
    }
    Connection receiver = connections.get(to);
    if (receiver == null) {
      if (toOne) {
        comeBack(from, to);
      }
    } else if (stalled(receiver.life)) {
      receiver.inward.add(() -> toReceiver(from, receiver, frame));
    } else if (receiver == from || !line.loses()) {
      toReceiver(from, receiver, frame);
    }
  }

  private void toReceiver(Connection from, Connection receiver, byte[] frame) {
    line.carry(
        BROKER,
        receiver.life.id.incarnation(),
        Duration.ZERO,
        () -> receiver.receive(from.life.id, frame));
  }

  private void comeBack(Connection sender, NodeId to) {
    line.carry(
        BROKER,
        sender.life.id.incarnation(),
        Duration.ZERO,
        () -> {
          if (!sender.dropped) {
            sender.life.unreachable(to);
            arbiter.missed(to, sender);
          }
        });
  }

  /** A life's connection to the broker, and its queue there. */
  final class Connection {
    final Life life;
    final long sinceNs;
    final Set<NodeId> heard = new HashSet<>();
    final List<Runnable> outward = new ArrayList<>();
    final List<Runnable> inward = new ArrayList<>();
    private long stalls;
    private long pausedAtNs = -1;
    private boolean abandoned;
    private boolean dropped;

    private Connection(Life life, long sinceNs) {
      this.life = life;
      this.sinceNs = sinceNs;
    }

    /** Whether its node can hear a verdict now. */
    boolean working() {
      return !dropped && !stalled(life) && life.connected() && !life.host().paused();
    }

    private void receive(NodeId sender, byte[] frame) {
      if (!dropped) {
        heard.add(sender);
        arrived(sender, life, frame);
      }
    }

    private void flow() {
      List.copyOf(outward).forEach(Runnable::run);
      outward.clear();
      List.copyOf(inward).forEach(Runnable::run);
      inward.clear();
    }
  }
}
