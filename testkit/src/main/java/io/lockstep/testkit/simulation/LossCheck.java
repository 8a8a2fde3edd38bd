package io.lockstep.testkit.simulation;

import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.LossReport;
import io.lockstep.sequence.Position;
import io.lockstep.session.ReplicationLevel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks that former owners report exactly what was lost: nothing that was acknowledged or is still
 * there, and all that they had answered for and that no copy has any more.
 *
 * <p>Whoever was killed reports nothing. Sessions of which something acknowledged was lost rightly
 * are left out, since not only their owner has lost it.
 */
final class LossCheck {
  private final World world;
  private final Copies copies;
  private final Lives lives;
  private final List<SessionRecord> sessions;

  LossCheck(World world, Copies copies, Lives lives, List<SessionRecord> sessions) {
    this.world = world;
    this.copies = copies;
    this.lives = lives;
    this.sessions = sessions;
  }

  Optional<String> violation(Map<ServerProcess, NodeReport> reports) {
    return sessions.stream().flatMap(session -> violation(session, reports).stream()).findFirst();
  }

  private Optional<String> violation(
      SessionRecord session, Map<ServerProcess, NodeReport> reports) {
    SessionTruth truth = copies.session(session.label()).orElse(null);
    if (truth == null || truth.lost()) {
      return Optional.empty();
    }
    String key = copies.reportedKey(session.label()).orElseThrow();
    return reported(session, truth, lossesOf(key, reports))
        .or(() -> unreported(session, truth, key, reports));
  }

  private static List<LossReport> lossesOf(String key, Map<ServerProcess, NodeReport> reports) {
    return reports.values().stream()
        .flatMap(report -> report.losses().stream())
        .filter(loss -> loss.key().equals(key))
        .toList();
  }

  // ---- too much ----

  private Optional<String> reported(
      SessionRecord session, SessionTruth truth, List<LossReport> losses) {
    return losses.stream()
        .flatMap(loss -> told(session).flatMap(write -> wrong(write, truth, loss).stream()))
        .findFirst();
  }

  private Optional<String> wrong(Operation write, SessionTruth truth, LossReport loss) {
    String token = Objects.requireNonNull(write.written());
    if (truth.positionOf(token).filter(at -> covers(loss, at)).isEmpty()) {
      return Optional.empty();
    }
    if (truth.guarantee().hasLapsed()) {
      return Optional.empty();
    }
    if (write.acknowledged()) {
      return Optional.of("%s was acknowledged and is reported lost: %s".formatted(token, loss));
    }
    return isKept(token, truth)
        ? Optional.of("%s is reported lost and is there: %s".formatted(token, loss))
        : Optional.empty();
  }

  private static boolean covers(LossReport loss, Position position) {
    return loss.epoch().equals(position.epoch().toString()) && covers(loss, position.sequence());
  }

  /** A loss may reach back into the epochs that the last one went on from. */
  private static boolean covers(LossReport loss, long sequence) {
    return loss.fromSequence() <= sequence && sequence <= loss.toSequence();
  }

  // ---- too little ----

  private Optional<String> unreported(
      SessionRecord session,
      SessionTruth truth,
      String key,
      Map<ServerProcess, NodeReport> reports) {
    if (session.mayHaveEnded() || session.mayHaveExpired(world.nanos())) {
      return Optional.empty();
    }
    return told(session)
        .filter(write -> write.level() != ReplicationLevel.ACKNOWLEDGED)
        .map(write -> Objects.requireNonNull(write.written()))
        .filter(token -> !isKept(token, truth))
        .flatMap(token -> silence(token, truth, key, reports).stream())
        .findFirst();
  }

  /** Whoever owned the session last on the side that lost it reports for all before. */
  private Optional<String> silence(
      String token, SessionTruth truth, String key, Map<ServerProcess, NodeReport> reports) {
    Optional<Position> position = truth.positionOf(token);
    List<NodeReport> owners =
        truth.ownersOf(token).stream()
            .map(life -> lives.lastProcess(life).map(reports::get).orElse(null))
            .toList();
    boolean canSay =
        owners.stream()
            .allMatch(owner -> owner != null && owner.lossCount() == owner.losses().size());
    if (position.isEmpty() || !canSay) {
      return Optional.empty();
    }
    boolean isReported =
        lossesOf(key, reports).stream().anyMatch(loss -> covers(loss, position.get().sequence()));
    return isReported
        ? Optional.empty()
        : Optional.of(
            "%s was answered for at %s, no copy has it, and its owners report %s"
                .formatted(token, position.get(), lossesOf(key, reports)));
  }

  private static Stream<Operation> told(SessionRecord session) {
    return session.operations().stream()
        .filter(operation -> operation.written() != null && operation.level() != null);
  }

  private static boolean isKept(String token, SessionTruth truth) {
    return truth.goesOnWith(token);
  }
}
