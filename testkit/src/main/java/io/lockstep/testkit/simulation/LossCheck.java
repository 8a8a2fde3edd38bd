package io.lockstep.testkit.simulation;

import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.LossReport;
import io.lockstep.sequence.Position;
import java.util.List;
import java.util.Optional;

/** Checks that what a node reports as lost was promised to nobody. */
final class LossCheck {
  private final Copies copies;
  private final List<SessionRecord> sessions;

  LossCheck(Copies copies, List<SessionRecord> sessions) {
    this.copies = copies;
    this.sessions = sessions;
  }

  Optional<String> violation(NodeReport report) {
    return report.losses().stream().map(this::violation).flatMap(Optional::stream).findFirst();
  }

  private Optional<String> violation(LossReport loss) {
    return sessions.stream()
        .filter(
            session -> copies.reportedKey(session.label()).filter(loss.key()::equals).isPresent())
        .flatMap(session -> promisedAndLost(session, loss).stream())
        .findFirst();
  }

  private Optional<String> promisedAndLost(SessionRecord session, LossReport loss) {
    SessionTruth truth = copies.session(session.label()).orElseThrow();
    if (truth.lost()) {
      return Optional.empty();
    }
    return session.operations().stream()
        .filter(Operation::acknowledged)
        .map(operation -> Optional.ofNullable(operation.written()))
        .flatMap(Optional::stream)
        .filter(token -> truth.positionOf(token).filter(at -> covers(loss, at)).isPresent())
        .findFirst()
        .map(token -> "%s was acknowledged and is reported lost: %s".formatted(token, loss));
  }

  private static boolean covers(LossReport loss, Position position) {
    return loss.epoch().equals(position.epoch().toString())
        && loss.fromSequence() <= position.sequence()
        && position.sequence() <= loss.toSequence();
  }
}
