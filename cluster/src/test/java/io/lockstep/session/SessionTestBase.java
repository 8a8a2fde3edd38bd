package io.lockstep.session;

import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport.CounterReport;
import io.lockstep.session.SessionSettings.NonSerializable;
import io.lockstep.session.SessionSettings.Replication;
import io.lockstep.session.SessionSettings.WhenUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** What tests of sessions in virtual time share. */
abstract class SessionTestBase {
  static final Duration INTERVAL = Duration.ofMinutes(30);
  static final SessionSettings DEFAULTS = SessionSettings.defaults("secret");

  final TextCodec codec = new TextCodec();

  /** Told of a dead node at once, as an arbiter does, so that take-overs need no detection time. */
  final VirtualCluster cluster = new VirtualCluster(1, true, codec);

  static SessionSettings with(Replication replication) {
    return settings(replication, DEFAULTS.whenUnavailable(), DEFAULTS.nonSerializable(), 1);
  }

  static SessionSettings with(WhenUnavailable whenUnavailable) {
    return settings(DEFAULTS.replication(), whenUnavailable, DEFAULTS.nonSerializable(), 1);
  }

  static SessionSettings with(NonSerializable nonSerializable) {
    return settings(DEFAULTS.replication(), DEFAULTS.whenUnavailable(), nonSerializable, 1);
  }

  private static SessionSettings settings(
      Replication replication,
      WhenUnavailable whenUnavailable,
      NonSerializable nonSerializable,
      int backups) {
    return new SessionSettings(
        replication,
        whenUnavailable,
        nonSerializable,
        DEFAULTS.backupAckTimeout(),
        backups,
        DEFAULTS.requireOtherMachine(),
        List.of(),
        DEFAULTS.secret());
  }

  void pass(Duration duration) {
    cluster.pass(duration);
  }

  SessionUse create(Server server) {
    return server.node().sessions().create(INTERVAL);
  }

  Optional<SessionUse> find(Server server, String id) throws Exception {
    return cluster.await(server.node().sessions().open(id, 0));
  }

  SessionUse open(Server server, String id) throws Exception {
    return find(server, id).orElseThrow();
  }

  ReplicationLevel commit(SessionUse use) throws Exception {
    return cluster.await(use.commit());
  }

  /** Why the commit failed. */
  Throwable failure(SessionUse use) throws InterruptedException {
    try {
      cluster.await(use.commit());
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    }
    throw new AssertionError("The commit did not fail");
  }

  long counter(Server server, String name) throws Exception {
    return cluster.await(server.node().observer().report()).counters().stream()
        .filter(counter -> counter.name().equals(name))
        .mapToLong(CounterReport::value)
        .sum();
  }
}
