package io.lockstep.testkit.simulation;

import io.lockstep.report.NodeReport;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Checks that what was told to be sent is sent: soon, or once the node can send again, as long as
 * it owns the session.
 */
final class SentCheck {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final World world;
  private final Copies copies;
  private final Lives lives;

  SentCheck(World world, Copies copies, Lives lives) {
    this.world = world;
    this.copies = copies;
    this.lives = lives;
  }

  /** A node told this level for what the operation wrote. */
  void told(ServerProcess process, NodeId teller, SessionRecord record, Operation operation) {
    String token = operation.written();
    if (token != null) {
      var claim = new Claim(process, teller, record, token, operation.startNs());
      lookLater(claim, () -> lookLater(claim, () -> world.violations.add(claim.broken())));
    }
  }

  /** Goes on if nothing was sent, though the node is connected and owns the session. */
  private void lookLater(Claim claim, Runnable stillNot) {
    world.after(
        SOON,
        () -> {
          if (claim.mayBeJudged() && !claim.isKept()) {
            CompletableFuture<Void> unused =
                claim
                    .process
                    .node()
                    .observer()
                    .report()
                    .thenAccept(
                        report -> {
                          if (report.connected() && claim.ownedIn(report) && !claim.isKept()) {
                            stillNot.run();
                          }
                        });
          }
        });
  }

  /** A node's word that a token is on its way. */
  private final class Claim {
    private final ServerProcess process;
    private final NodeId teller;
    private final SessionRecord record;
    private final String token;
    private final long sinceNs;

    private Claim(
        ServerProcess process, NodeId teller, SessionRecord record, String token, long sinceNs) {
      this.process = process;
      this.teller = teller;
      this.record = record;
      this.token = token;
      this.sinceNs = sinceNs;
    }

    private boolean mayBeJudged() {
      return !process.pausedSince(sinceNs) && lives.process(teller).isPresent();
    }

    /** It was sent, or what replaced it before it was. */
    private boolean isKept() {
      return copies
          .session(record.label())
          .filter(truth -> record.since(token).stream().anyMatch(truth::knows))
          .isPresent();
    }

    private boolean ownedIn(NodeReport report) {
      return report.sessions().stream()
          .anyMatch(
              session ->
                  copies.reportedKey(record.label()).filter(session.key()::equals).isPresent());
    }

    private String broken() {
      return "%s says that %s is sent, and it is not".formatted(lives.name(teller), token);
    }
  }
}
