package io.lockstep.session;

import io.lockstep.report.NodeReport.DrainReport;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node drains: new visitors are to go elsewhere, and those who have a session here go
 * on being served until it ends. Known to this process alone: a server that starts again takes new
 * visitors. Lives on the loop.
 */
public final class SessionDrain {
  private static final Logger log = LoggerFactory.getLogger(SessionDrain.class);

  private final SessionContext context;
  private final OwnedSessions owned;
  private volatile @Nullable Beginning beginning;

  private record Beginning(int sessions, long nanos) {}

  SessionDrain(SessionContext context, OwnedSessions owned) {
    this.context = context;
    this.owned = owned;
  }

  /** Without effect when it drains already. */
  public void begin() {
    if (beginning != null) {
      return;
    }
    int sessions = living().size();
    beginning = new Beginning(sessions, context.now());
    if (takers() > 0) {
      log.info("This node drains: {} sessions are left here, new visitors go elsewhere", sessions);
    } else {
      log.warn(
          "This node drains: {} sessions are left here, and nobody else takes new visitors",
          sessions);
    }
  }

  /** Takes new visitors again. Without effect when it does not drain. */
  public void end() {
    if (beginning != null) {
      beginning = null;
      log.info("This node drains no more, and takes new visitors again");
    }
  }

  /** May be called from any thread. */
  public boolean isDraining() {
    return beginning != null;
  }

  /** How far it has come; null when the node does not drain. */
  public @Nullable DrainReport report() {
    Beginning since = beginning;
    if (since == null) {
      return null;
    }
    List<Ownership> left = living();
    long passedMs = (context.now() - since.nanos) / 1_000_000;
    OptionalLong lastExpiryMs = lastExpiryMs(left);
    DrainEstimate estimate = DrainEstimate.of(since.sessions, left.size(), passedMs, lastExpiryMs);
    return new DrainReport(
        passedMs,
        since.sessions,
        left.size(),
        estimate.restMs(),
        estimate.from().text(),
        lastExpiryMs.orElse(-1),
        takers());
  }

  private List<Ownership> living() {
    return owned.all().stream().filter(session -> !session.cell.isEnded()).toList();
  }

  /** Empty when one of them never expires. */
  private OptionalLong lastExpiryMs(List<Ownership> sessions) {
    long last = 0;
    for (Ownership session : sessions) {
      long interval = session.cell.maxInactiveMs();
      if (interval <= 0) {
        return OptionalLong.empty();
      }
      last = Math.max(last, interval - session.cell.idleMs(context.now()));
    }
    return OptionalLong.of(last);
  }

  /** How many other servers take new visitors. */
  private int takers() {
    return (int)
        context.membership().servers().stream()
            .filter(it -> !it.isSuspected() && !it.draining() && !it.synchronising())
            .count();
  }
}
