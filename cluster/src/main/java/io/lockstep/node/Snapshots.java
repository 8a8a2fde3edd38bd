package io.lockstep.node;

import io.lockstep.config.KeyNames;
import io.lockstep.membership.LocalState;
import io.lockstep.membership.Member;
import io.lockstep.membership.Membership;
import io.lockstep.report.Counters;
import io.lockstep.report.NodeObserver;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.KeyReport;
import io.lockstep.report.NodeReport.LoopReport;
import io.lockstep.report.NodeReport.MemberReport;
import io.lockstep.report.NodeReport.TransportReport;
import io.lockstep.session.SessionDrain;
import io.lockstep.session.SessionReports;
import io.lockstep.store.StoreService;
import io.lockstep.time.EventLoop;
import io.lockstep.time.StepTimes;
import io.lockstep.topic.TopicService;
import io.lockstep.transport.InstanceStatistics;
import io.lockstep.transport.KeyStatistics;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.TransportStatistics;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.SnapshotAnswer;
import io.lockstep.wire.proto.SnapshotRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Takes snapshots of this node, and collects those of the others. */
final class Snapshots implements NodeObserver {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final NodeSettings settings;
  private final EventLoop loop;
  private final Messenger messenger;
  private final Membership membership;
  private final LocalState local;
  private final SessionReports sessions;
  private final SessionDrain drain;
  private final TopicService topics;
  private final StoreService stores;
  private final Counters counters;
  private final long startedNanos;
  private final Map<Long, Collection> collections = new LinkedHashMap<>();

  /** One question to the cluster, and what came back so far. */
  private record Collection(
      Map<NodeId, NodeReport> answers, CompletableFuture<List<NodeReport>> result) {}

  Snapshots(
      NodeSettings settings,
      EventLoop loop,
      Messenger messenger,
      Membership membership,
      LocalState local,
      SessionReports sessions,
      SessionDrain drain,
      TopicService topics,
      StoreService stores,
      Counters counters) {
    this.settings = settings;
    this.loop = loop;
    this.messenger = messenger;
    this.membership = membership;
    this.local = local;
    this.sessions = sessions;
    this.drain = drain;
    this.topics = topics;
    this.stores = stores;
    this.counters = counters;
    this.startedNanos = loop.nanoTime();
    messenger.on(MessageType.SNAPSHOT_REQUEST, this::onRequest);
    messenger.on(MessageType.SNAPSHOT_ANSWER, this::onAnswer);
  }

  @Override
  public CompletableFuture<NodeReport> report() {
    return CompletableFuture.supplyAsync(this::take, loop);
  }

  @Override
  public CompletableFuture<List<NodeReport>> clusterReport() {
    var result = new CompletableFuture<List<NodeReport>>();
    loop.execute(
        () -> {
          long request = loop.random().nextLong();
          var collection = new Collection(new LinkedHashMap<>(), result);
          collection.answers.put(membership.self(), take());
          collections.put(request, collection);
          messenger.broadcast(
              MessageType.SNAPSHOT_REQUEST,
              SnapshotRequest.newBuilder().setRequest(request).build());
          loop.schedule(PATIENCE, () -> conclude(request));
          concludeIfComplete(request);
        });
    return result;
  }

  private void onRequest(NodeId asker, SnapshotRequest request) {
    if (!asker.equals(membership.self())) {
      messenger.send(
          asker,
          MessageType.SNAPSHOT_ANSWER,
          SnapshotAnswer.newBuilder()
              .setRequest(request.getRequest())
              .setReport(Reports.toWire(take()))
              .build());
    }
  }

  private void onAnswer(NodeId sender, SnapshotAnswer answer) {
    Collection collection = collections.get(answer.getRequest());
    if (collection != null) {
      collection.answers.put(sender, Reports.of(answer.getReport()));
      concludeIfComplete(answer.getRequest());
    }
  }

  private void concludeIfComplete(long request) {
    Collection collection = collections.get(request);
    if (collection != null
        && membership.members().stream()
            .filter(member -> !member.isSuspected())
            .allMatch(member -> collection.answers.containsKey(member.id()))) {
      conclude(request);
    }
  }

  private void conclude(long request) {
    Collection collection = collections.remove(request);
    if (collection != null) {
      collection.result.complete(List.copyOf(collection.answers.values()));
    }
  }

  private NodeReport take() {
    String server = settings.address().server();
    return new NodeReport(
        server,
        membership.self().toString(),
        membership.isConnected(),
        members(),
        sessions.sessions(server),
        sessions.sessionCount(),
        sessions.backups(),
        sessions.backupCount(),
        sessions.backupBytes(),
        sessions.unassigned(),
        sessions.unprotected(),
        sessions.losses(),
        sessions.lossCount(),
        transports(),
        topics.report(),
        stores.report(),
        stores.count(),
        counters.report(),
        counters.timings(loop.nanoTime()),
        sessions.tasks(),
        loop(),
        (loop.nanoTime() - startedNanos) / 1_000_000,
        drain.report());
  }

  private List<TransportReport> transports() {
    return messenger.statistics().stream().map(Snapshots::report).toList();
  }

  private static TransportReport report(InstanceStatistics instance) {
    TransportStatistics transport = instance.transport();
    return new TransportReport(
        instance.instance().name(),
        instance.instance().kind(),
        transport.state(),
        transport.sentFrames(),
        transport.sentBytes(),
        transport.receivedFrames(),
        transport.receivedBytes(),
        transport.droppedFrames(),
        instance.keys().stream().map(Snapshots::report).toList());
  }

  private static KeyReport report(KeyStatistics key) {
    return new KeyReport(
        KeyNames.of(key.key()),
        key.sentFrames(),
        key.sentBytes(),
        key.receivedFrames(),
        key.receivedBytes(),
        key.droppedFrames());
  }

  private LoopReport loop() {
    StepTimes steps = loop.stepTimes();
    return new LoopReport(
        steps.longest().toNanos() / 1_000,
        steps.longestLately().toNanos() / 1_000,
        steps.steps(),
        steps.busy().toNanos() / 1_000,
        steps.waiting());
  }

  private List<MemberReport> members() {
    var members = new ArrayList<MemberReport>();
    members.add(
        new MemberReport(
            settings.address().server(),
            settings.address().toString(),
            membership.self().toString(),
            "alive",
            true,
            settings.membership().machineId(),
            settings.membership().version(),
            local.sessions(),
            local.backups(),
            local.load(),
            0,
            !membership.isSynchronised(),
            local.isDraining()));
    membership.members().stream()
        .map(member -> report(member, member.isSuspected() ? "suspected" : "alive"))
        .forEach(members::add);
    membership.endedLately().stream()
        .map(member -> report(member, membership.hasLeft(member.id()) ? "left" : "dead"))
        .forEach(members::add);
    return members;
  }

  private MemberReport report(Member member, String state) {
    return new MemberReport(
        member.address().server(),
        member.address().toString(),
        member.id().toString(),
        state,
        false,
        member.machineId(),
        member.version(),
        member.sessions(),
        member.backups(),
        member.load(),
        membership.member(member.id()) == null ? -1 : membership.silence(member.id()).toMillis(),
        member.synchronising(),
        member.draining());
  }
}
