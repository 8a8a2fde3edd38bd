package io.lockstep.testkit.simulation.network;

import io.lockstep.testkit.simulation.network.SimulatedTransport.Life;
import io.lockstep.time.VirtualTime;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A network without a broker, as under UDP or TCP: nobody arbitrates, and nothing comes back. */
public final class PlainNetwork extends SimulatedNetwork {
  private static final int SLOWEST_NOTICE_MS = 300;

  private final List<Cut> cuts = new ArrayList<>();
  private final Set<String> down = new HashSet<>();
  private boolean shut;

  public PlainNetwork(VirtualTime time, RandomGenerator random) {
    super(time, random);
  }

  @Override
  public void cut(Cut cut) {
    cuts.add(cut);
  }

  @Override
  public void mend(Cut cut) {
    cuts.remove(cut);
  }

  @Override
  public void disconnect(String server) {
    down.add(server);
    livesOf(server).forEach(this::noticeSoon);
  }

  @Override
  public void reconnect(String server) {
    down.remove(server);
    livesOf(server).forEach(this::noticeSoon);
  }

  @Override
  public void shutDown() {
    shut = true;
    allLives().forEach(this::noticeSoon);
  }

  @Override
  public void startUp() {
    shut = false;
    allLives().forEach(this::noticeSoon);
  }

  @Override
  public void killed(Host host) {
    // Nobody is told.
  }

  @Override
  public void paused(Host host) {
    // Its socket buffers fill.
  }

  @Override
  void connect(Life life) {
    noticeSoon(life);
  }

  @Override
  void disconnected(Life life) {
    // Nobody is told.
  }

  private void noticeSoon(Life life) {
    time.schedule(Duration.ofMillis(1 + random.nextInt(SLOWEST_NOTICE_MS)), () -> notice(life));
  }

  private void notice(Life life) {
    if (isDown(life.server())) {
      life.disconnect();
    } else {
      life.connect();
    }
  }

  private boolean isDown(String server) {
    return shut || down.contains(server);
  }

  @Override
  void carry(Life sender, NodeId to, Parcel parcel, boolean toOne) {
    Life receiver = life(to);
    if (receiver == null || (receiver != sender && line.loses())) {
      return;
    }
    line.carry(
        sender.id.incarnation(),
        to.incarnation(),
        parcel.delay(),
        () -> arrive(sender, receiver, parcel.frame()));
  }

  private void arrive(Life sender, Life receiver, byte[] frame) {
    if (receiver.open() && passes(sender.server(), receiver.server())) {
      arrived(sender.id, receiver, frame);
    }
  }

  private boolean passes(String from, String to) {
    return !isDown(from) && !isDown(to) && cuts.stream().noneMatch(cut -> cut.separates(from, to));
  }
}
