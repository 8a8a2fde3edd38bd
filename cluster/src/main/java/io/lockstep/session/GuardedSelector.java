package io.lockstep.session;

import io.lockstep.membership.Member;
import io.lockstep.report.Counters;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what an application's selector does wrong from the sessions: it is counted as {@code
 * backups.selector-failures}, told in the log once until the selector has answered rightly again,
 * and taken for nobody.
 */
final class GuardedSelector implements BackupSelector {
  private static final Logger log = LoggerFactory.getLogger(GuardedSelector.class);

  private final BackupSelector selector;
  private final Counters counters;
  private boolean told;

  GuardedSelector(BackupSelector selector, Counters counters) {
    this.selector = selector;
    this.counters = counters;
  }

  @Override
  public Optional<Member> select(List<Member> candidates, Origin origin) {
    try {
      Optional<Member> chosen = Objects.requireNonNull(selector.select(candidates, origin));
      if (chosen.isPresent() && !candidates.contains(chosen.get())) {
        failed("picked %s, which is no candidate".formatted(chosen.get().address()), null);
        return Optional.empty();
      }
      told = false;
      return chosen;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      failed("failed", e);
      return Optional.empty();
    }
  }

  @Override
  public boolean mayStay(Member backup, List<Member> others, Origin origin) {
    try {
      return selector.mayStay(backup, others, origin);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      failed("failed", e);
      return true;
    }
  }

  private void failed(String what, @Nullable Throwable cause) {
    counters.increment("backups.selector-failures");
    if (!told) {
      told = true;
      log.warn(
          "The backup selector {} {}; nobody is chosen",
          selector.getClass().getName(),
          what,
          cause);
    }
  }
}
