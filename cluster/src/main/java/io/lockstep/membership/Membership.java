package io.lockstep.membership;

import io.lockstep.membership.Member.Suspicion;
import io.lockstep.report.Counters;
import io.lockstep.time.EventLoop;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Leave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is in the cluster (the reference's AppNodeManager). <em>Suspected</em> is this node's own
 * opinion; <em>dead</em> is a decision that all share: an orderly leave, a new incarnation of the
 * same server, an arbiter's or an operator's word, or a vote of the majority.
 *
 * <p>Lives on the node's loop: every method but {@link #started()} is called there. A node becomes
 * a member when it has answered a question of this one, so that a late frame of a dead one never
 * brings it back.
 */
public final class Membership {
  private static final Logger log = LoggerFactory.getLogger(Membership.class);
  private static final String LEFT = "it left";

  private final EventLoop loop;
  private final Messenger messenger;
  private final NodeAddress address;
  private final MembershipSettings settings;
  private final Counters counters;
  private final Connection connection;
  private final DeathVotes votes;
  private final HeartbeatExchange exchange;
  private final Deaths deaths = new Deaths();
  private final Peers peers;
  private final HeartbeatWriter heartbeats;
  private final Synchronization synchronization;
  private final DeathNotices notices;
  private final Strangers strangers;
  private final Suspicions suspicions;
  private final Twins twins;
  private final Tallies farewells;
  private final List<MembershipListener> listeners = new ArrayList<>();
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private volatile NodeId self;
  private boolean closed;

  public Membership(
      EventLoop loop,
      Messenger messenger,
      NodeAddress address,
      MembershipSettings settings,
      Counters counters) {
    this.loop = loop;
    this.messenger = messenger;
    this.address = address;
    this.settings = settings;
    this.counters = counters;
    int instances = messenger.instances();
    this.connection =
        new Connection(loop, instances, settings.heartbeatPeriod(), settings.detectionTime());
    this.peers = new Peers(loop, instances, settings.detectionTime());
    this.synchronization = new Synchronization(loop, settings, this::isKnown);
    this.heartbeats =
        new HeartbeatWriter(
            loop, address, settings, deaths, synchronization, messenger.newestVersion());
    this.notices = new DeathNotices(loop, messenger);
    this.strangers = new Strangers(loop, settings.detectionTime(), this::isKnown);
    this.suspicions = new Suspicions(peers, strangers, listeners);
    this.twins = new Twins(settings.detectionTime());
    this.self = newId();
    this.votes = new DeathVotes(loop, messenger, this, strangers);
    this.exchange =
        new HeartbeatExchange(
            messenger,
            address,
            this,
            peers,
            connection,
            synchronization,
            heartbeats,
            new PartlyHeard(loop, settings.detectionTime(), counters),
            counters);
    this.farewells = new Tallies(instances);
    listeners.add(new CommonVersion(messenger));
    messenger.onEach(MessageType.LEAVE, (sender, instance, leave) -> onLeave(sender, instance));
    messenger.on(
        MessageType.DEATH_NOTICE,
        (sender, notice) -> {
          if (!sender.equals(self())) {
            learnDead(notice.getDeadList(), sender);
          }
        });
    messenger.on(MessageType.CONDEMNED, (sender, condemned) -> onCondemned(sender));
    messenger.setGate(
        new Admission(
            this, synchronization, strangers, peers, suspicions, votes, notices, counters));
    messenger.addListener(
        new LinkWatch(this, connection, synchronization, exchange, peers, suspicions, notices));
  }

  private NodeId newId() {
    long incarnation;
    do {
      incarnation = loop.random().nextLong();
    } while (incarnation == 0);
    return new NodeId(incarnation);
  }

  /** Sets what the heartbeats tell of this node; call before {@link #start()}. */
  public void setLocalState(LocalState state) {
    heartbeats.setLocalState(state);
  }

  public void addListener(MembershipListener listener) {
    listeners.add(listener);
  }

  /** Opens the transport and begins to look for the others. */
  public void start() {
    every(settings.heartbeatPeriod().dividedBy(5), this::tick);
    every(
        settings.heartbeatPeriod(),
        () -> {
          exchange.beat();
          exchange.probeNext();
        });
    open();
  }

  private void open() {
    synchronization.begin();
    exchange.begin();
    messenger.open(self);
  }

  private void every(Duration period, Runnable task) {
    after(
        period,
        () -> {
          task.run();
          every(period, task);
        });
  }

  private void after(Duration delay, Runnable task) {
    loop.schedule(
        delay,
        () -> {
          if (!closed) {
            task.run();
          }
        });
  }

  /** Tells the others at once what the next heartbeat would. */
  public void tellState() {
    if (!closed) {
      exchange.beat();
    }
  }

  /** Leaves in order: the others know at once. */
  public void close() {
    if (!closed) {
      closed = true;
      messenger.broadcastOverAll(MessageType.LEAVE, Leave.getDefaultInstance());
      messenger.close();
    }
  }

  // ---- what others ask ----

  /** This life's id. May be called from any thread. */
  public NodeId self() {
    return self;
  }

  /** Completes when this node first knew the cluster it joined. May be called from any thread. */
  public CompletableFuture<Void> started() {
    return started;
  }

  /** Whether all that were there when this life began are known. */
  public boolean isSynchronised() {
    return synchronization.isDone();
  }

  /** Whether this node hears its own echo. */
  public boolean isConnected() {
    return connection.isConnected();
  }

  /** Whether this node may suspect others, and take over what they own. */
  public boolean mayJudge() {
    return connection.mayJudge();
  }

  /** All other members, suspected ones included. */
  public List<Member> members() {
    return peers.members();
  }

  /**
   * As {@link #members()}, but each server once: one that has started again is for a moment a
   * member with both lives.
   */
  public List<Member> servers() {
    return peers.present();
  }

  public @Nullable Member member(NodeId node) {
    Peer peer = peers.get(node);
    return peer == null ? null : peer.member();
  }

  /** The members whose lives ended last, the latest first. */
  public List<Member> endedLately() {
    return peers.endedLately();
  }

  /** Whether the life ended by an orderly leave, as far as this node heard. */
  public boolean hasLeft(NodeId node) {
    return LEFT.equals(deaths.reason(node));
  }

  public boolean isDead(NodeId node) {
    return deaths.contains(node);
  }

  /** Whether the node is a member that this one does not doubt, or this one itself. */
  public boolean isTrusted(NodeId node) {
    Peer peer = peers.get(node);
    return node.equals(self) || (peer != null && !peer.member().isSuspected());
  }

  /** How long ago the member was last heard; the longest time for a node that is no member. */
  public Duration silence(NodeId node) {
    return peers.silence(node);
  }

  /**
   * Whether this node has lately heard both itself and the other one, so that neither is cut off
   * unknowingly. Lately means within two heartbeats. May be called from any thread.
   */
  public boolean isInTouch(NodeId node) {
    return connection.isConnected()
        && peers.heardWithin(node, settings.heartbeatPeriod().multipliedBy(2));
  }

  /**
   * Whether nobody can be there whom this node does not know. It must be connected, must know
   * everyone that any member told of or that it knew in a former life, and, with no member at all,
   * must have the transport's word or have heard nothing for the detection time.
   */
  public boolean knowsAll() {
    return isConnected() && synchronization.knowsAll(peers.size() > 0);
  }

  /** Whether there was never more than one other server: then no vote can have succeeded. */
  public boolean isOneOfTwo() {
    return knowsAll() && peers.met() <= 1;
  }

  /**
   * All members that this node knows, itself included, and those that it waits to hear of, such as
   * the companions of its former life.
   */
  public List<Long> expectedIncarnations() {
    return Stream.concat(knownIds().stream(), synchronization.unheard().stream())
        .map(NodeId::incarnation)
        .toList();
  }

  /** Notes whom another member knows: until they are heard, this node does not know all. */
  public void hearOf(List<Long> incarnations) {
    synchronization.expect(incarnations);
  }

  private boolean isKnown(NodeId node) {
    return node.equals(self) || peers.get(node) != null || deaths.contains(node);
  }

  /**
   * Something waits for the node's word or its death: if nobody knows it, its death is proposed.
   */
  public void miss(NodeId node) {
    strangers.miss(node);
  }

  Set<NodeId> silentMembers() {
    return peers.silent();
  }

  Collection<NodeId> knownIds() {
    return Stream.concat(Stream.of(self), peers.members().stream().map(Member::id)).toList();
  }

  List<Long> latestDead() {
    return deaths.latest();
  }

  // ---- members ----

  void join(Member joined) {
    NodeAddress server = joined.address();
    List<NodeId> before = new ArrayList<>(peers.at(server));
    // Known before the old life ends, so that at no moment the server seems to be nobody.
    peers.add(joined);
    synchronization.joined(joined.id());
    before.addAll(strangers.at(server));
    before.forEach(old -> decideDead(old, "its server has a new incarnation"));
    log.info("{} joined as {}", joined.address(), joined.id());
    listeners.forEach(listener -> listener.joined(joined));
  }

  void updated(Member member) {
    listeners.forEach(listener -> listener.updated(member));
  }

  /** Another live node has this one's name. */
  void meetTwin(NodeId twin) {
    counters.increment("membership.duplicate-name");
    log.error(
        "Two live nodes are named {}: this one ({}) and {}. Give each server a name of its own",
        address,
        self,
        twin);
    twins.meet();
  }

  // ---- start-up ----

  void synchroniseIfComplete() {
    if (!synchronization.isDone() && synchronization.isComplete()) {
      synchronise();
    }
  }

  void synchronise() {
    if (!synchronization.isDone()) {
      synchronization.finish();
      log.info("{} ({}) sees {} other members", address, self, peers.size());
      listeners.forEach(MembershipListener::synchronised);
      started.complete(null);
    }
  }

  // ---- time ----

  private void tick() {
    if (connection.tick(heartbeats.next())) {
      log.warn("This node slept; it draws no conclusions for {}", settings.detectionTime());
      suspicions.forgive();
      exchange.beat();
    }
    if (!synchronization.isDone() && connection.isConnected()) {
      exchange.askAll();
      if (synchronization.isOverdue()) {
        synchronise();
      }
    }
    if (connection.mayJudge()) {
      suspicions.tick();
    }
    synchronization.unheard().forEach(strangers::miss);
    strangers.tidy();
    votes.tick();
  }

  // ---- deaths ----

  /** What it sent before may still be on its way over the instances on which it has not said so. */
  private void onLeave(NodeId sender, int instance) {
    if (!sender.equals(self) && farewells.add(sender, instance)) {
      end(sender, LEFT);
    }
  }

  private void onCondemned(NodeId sender) {
    if (!sender.equals(self)) {
      rejoin("over a transport instance, told by " + sender);
    }
  }

  /** Takes over what another member knows of deaths; this node itself may be among them. */
  public void learnDead(List<Long> incarnations, NodeId teller) {
    String reason = "told by " + teller;
    // Before anybody who hears of the deaths asks whether all are known.
    synchronization.expect(teller);
    if (incarnations.contains(self.incarnation())) {
      // First of all: a dead node draws no conclusions from the death of others.
      rejoin(reason);
    }
    // Nobody is told of one while another that is known to be dead still counts as alive.
    List<NodeId> ended =
        incarnations.stream()
            .filter(incarnation -> incarnation != 0 && incarnation != self.incarnation())
            .map(NodeId::new)
            .filter(node -> deaths.add(node, reason))
            .toList();
    ended.forEach(node -> ended(node, reason));
  }

  /** Declares a life over, on an operator's word or this node's own grounds, and tells all. */
  public void decideDead(NodeId node, String reason) {
    if (!node.equals(self) && !deaths.contains(node)) {
      end(node, reason);
      notices.tellAll(node);
    }
  }

  private void end(NodeId node, String reason) {
    if (deaths.add(node, reason)) {
      ended(node, reason);
    }
  }

  private void ended(NodeId node, String reason) {
    Member member = peers.end(node);
    log.info("{} is over: {}", member == null ? node : member.address(), reason);
    synchronization.ended(node, isOfSilence(node, member));
    votes.ended(node);
    listeners.forEach(listener -> listener.ended(node));
    synchroniseIfComplete();
  }

  /** Of a companion of this node's former life nobody knows here what it was suspected of. */
  private boolean isOfSilence(NodeId node, @Nullable Member member) {
    if (member != null) {
      return member.suspicion() == Suspicion.SILENT;
    }
    NodeAddress server = strangers.addressOf(node);
    return server != null && peers.at(server).isEmpty() && !hasLeft(node);
  }

  /** The cluster holds this life for dead: what it owned belongs to others now. */
  void rejoin(String reason) {
    NodeId before = self;
    Duration pause = twins.pauseBeforeRejoining();
    log.error(
        "This node ({}) was declared dead, {}; it joins again as another{}",
        before,
        reason,
        pause.isZero() ? "" : " in " + pause.toSeconds() + " s, since another has its name");
    counters.increment("membership.declared-dead");
    messenger.close();
    connection.down();
    deaths.add(before, reason);
    List<Member> companions = peers.members();
    peers.clear();
    votes.clear();
    companions.forEach(member -> synchronization.expect(member.id()));
    companions.forEach(strangers::missCompanion);
    self = newId();
    synchronization.begin();
    listeners.forEach(listener -> listener.rejoined(before, self));
    if (pause.isZero()) {
      open();
    } else {
      after(pause, this::open);
    }
  }
}
