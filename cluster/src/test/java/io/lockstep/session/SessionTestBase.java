package io.lockstep.session;

import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.session.SessionSettings.NonSerializable;
import io.lockstep.session.SessionSettings.Replication;
import io.lockstep.session.SessionSettings.WhenUnavailable;
import java.time.Duration;
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
    return DEFAULTS.toBuilder().replication(replication).build();
  }

  static SessionSettings with(WhenUnavailable whenUnavailable) {
    return DEFAULTS.toBuilder().whenUnavailable(whenUnavailable).build();
  }

  static SessionSettings with(NonSerializable nonSerializable) {
    return DEFAULTS.toBuilder().nonSerializable(nonSerializable).build();
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
}
