package io.lockstep.transport.amqp;

import com.rabbitmq.client.Channel;
import io.lockstep.time.Timer;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.connection.DeclaredDeadException;
import io.lockstep.transport.connection.LifeContext;
import io.lockstep.transport.connection.Link;
import io.lockstep.transport.connection.LinkOpener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes links for one life of a node. Each step is a precondition of the next:
 *
 * <ol>
 *   <li>declare the node's queue: the node shows that it lives;
 *   <li>look whether a judge has declared it dead meanwhile (see {@link Judgement});
 *   <li>show again whom this node declared dead;
 *   <li>see whether anybody else is there, bind to what reaches all, and consume.
 * </ol>
 */
final class AmqpLinkOpener implements LinkOpener {
  private static final Logger log = LoggerFactory.getLogger(AmqpLinkOpener.class);
  private static final Duration ACKNOWLEDGE_PERIOD = Duration.ofMillis(500);

  private final AmqpSettings settings;
  private final BrokerClient client;
  private final BrokerTour tour;
  private final NetworkNames names;
  private final LifeContext life;
  private final DeadNodes dead = new DeadNodes();
  private final Housekeeping housekeeping;
  private volatile SocketHandle sockets = new SocketHandle();
  private volatile boolean isCut;
  private int links;
  private volatile @Nullable BrokerAddress connected;

  AmqpLinkOpener(AmqpSettings settings, NetworkNames names, LifeContext life) {
    this.settings = settings;
    this.client = new BrokerClient(settings, life.threads());
    this.tour = new BrokerTour(settings);
    this.names = names;
    this.life = life;
    this.housekeeping = new Housekeeping(life.threads());
  }

  /**
   * Connects and sets everything up, with the first broker that can be used. Tells the listener
   * when nobody else is there, the first time.
   *
   * @throws IOException when there is none; its message is for people
   * @throws DeclaredDeadException when this life of the node is over
   */
  @Override
  public Link open() throws IOException, DeclaredDeadException {
    return tour.first(this::open);
  }

  private Link open(BrokerAddress broker)
      throws IOException, TimeoutException, DeclaredDeadException {
    var opening = new SocketHandle();
    sockets = opening;
    if (isCut) {
      opening.cut();
    }
    BrokerSession session =
        BrokerSession.open(
            client, broker, "lockstep " + life.self(), opening, life.gate()::troubled);
    try {
      AmqpLink link = setUp(session);
      links++;
      connected = broker;
      log.info(
          "Connected to {} at {} as {}; the cluster's exchanges are {}.*",
          session.brokerName(),
          broker,
          life.self(),
          names.prefix());
      return link;
    } catch (TimeoutException | IOException e) {
      session.close();
      String blocked = session.blockage().reason();
      if (blocked != null) {
        throw new IOException("it takes nothing from those who publish: " + blocked);
      }
      throw e;
    } catch (DeclaredDeadException | RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  @Override
  public void cut() {
    isCut = true;
    sockets.cut();
  }

  @Override
  public void close() {
    housekeeping.close();
  }

  @Override
  public String target() {
    BrokerAddress last = connected;
    return last == null ? settings.brokers().toString() : last.toString();
  }

  @Override
  public String explain(Throwable failure) {
    return failure instanceof IOException && failure.getMessage() != null
        ? failure.getMessage()
        : "No broker of %s can be used: %s".formatted(target(), failure);
  }

  private AmqpLink setUp(BrokerSession session)
      throws IOException, TimeoutException, DeclaredDeadException {
    Channel control = session.inboundChannel();
    var bindings = new Bindings(control, names, life.self());
    bindings.declareExchanges();
    bindings.declareQueue(
        session.dialect().queueArguments(settings.queueFrames(), settings.queueBytes()));
    var prober = new Prober(session.outboundChannel(), names.toOne());
    var records = new DeathRecords(session::spareChannel, prober, names, session.dialect());
    if (Judgement.isCondemned(life.self(), prober, names, records)) {
      throw new DeclaredDeadException();
    }
    var judgement = new Judgement(control, prober, names, records, life.self(), session::cut);
    for (NodeId node : dead.list()) {
      judgement.show(node);
    }
    if (links == 0 && !prober.isBound(names.toAll(), "")) {
      life.gate().nobodyElse();
    }
    bindings.bind();
    var peers = new Peers();
    Acknowledger acknowledger = consume(session, peers);
    Channel publishing = session.outboundChannel();
    var arbiter = new Arbiter(settings, judgement, peers, dead, life.gate(), housekeeping);
    publishing.addReturnListener(
        new ReturnedFrames(names, life.counters(), life.gate(), life.complaints(), arbiter));
    var writer = new FrameWriter(publishing, session.blockage(), names, life.self(), links);
    Runnable renewal = () -> renew(session, bindings, judgement);
    return new AmqpLink(life, session, publishing, writer, upkeep(acknowledger, renewal));
  }

  private Acknowledger consume(BrokerSession session, Peers peers) throws IOException {
    Channel channel = session.inboundChannel();
    var acknowledger = new Acknowledger(channel);
    var reception = new Reception(life.gate(), life.counters(), dead, life.complaints());
    var receiver =
        new FrameReceiver(channel, names, reception, peers, acknowledger, session.lost()::complete);
    channel.basicQos(Acknowledger.PREFETCH);
    channel.basicConsume(names.queueOf(life.self()), false, receiver);
    return acknowledger;
  }

  private List<Timer> upkeep(Acknowledger acknowledger, Runnable renewal) {
    return List.of(
        housekeeping.every(ACKNOWLEDGE_PERIOD, acknowledger::flush),
        housekeeping.every(settings.heartbeat().multipliedBy(2), renewal));
  }

  private void renew(BrokerSession session, Bindings bindings, Judgement judgement) {
    bindings.renew();
    // The question would wait for an answer as long as the broker blocks.
    if (session.blockage().reason() == null) {
      judgement.renew(dead.list());
    }
  }
}
