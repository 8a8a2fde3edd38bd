package io.lockstep.testkit.simulation.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegisterHistoryTest {
  private final RegisterHistory history = new RegisterHistory();

  @Test
  void acceptsReadsThatFollowTheWrites() {
    history.write("a", new Interval(1, 2), true);
    history.read("a", new Interval(3, 4));
    history.write("b", new Interval(5, 6), true);
    history.read("b", new Interval(7, 8));

    assertThat(history.violation()).isEmpty();
  }

  @Test
  void findsAStaleRead() {
    history.write("a", new Interval(1, 2), true);
    history.write("b", new Interval(3, 4), true);
    history.read("a", new Interval(5, 6));

    assertThat(history.violation()).hasValueSatisfying(found -> assertThat(found).contains("b"));
  }

  @Test
  void acceptsAnOldValueWhileTheNewOneIsBeingWritten() {
    history.write("a", new Interval(1, 2), true);
    history.write("b", new Interval(3, 8), true);
    history.read("a", new Interval(4, 5));
    history.read("b", new Interval(6, 7));

    assertThat(history.violation()).isEmpty();
  }

  @Test
  void findsAValueThatComesBack() {
    history.write("a", new Interval(1, 2), true);
    history.write("b", new Interval(3, 10), true);
    history.read("b", new Interval(4, 5));
    history.read("a", new Interval(6, 7));

    assertThat(history.violation()).isPresent();
  }

  @Test
  void findsAValueFromNowhereAndFromTheFuture() {
    history.read("a", new Interval(1, 2));
    assertThat(history.violation()).hasValue("a was read and never written");

    history.write("a", new Interval(3, 4), true);
    assertThat(history.violation()).hasValue("a was read before it was written");
  }

  @Test
  void ignoresAnUncertainWriteThatNobodySaw() {
    history.write("a", new Interval(1, 2), true);
    history.write("lost", new Interval(3, Interval.OPEN), false);
    history.read("a", new Interval(5, 6));

    assertThat(history.violation()).isEmpty();
  }

  @Test
  void countsAnUncertainWriteOnceItWasSeen() {
    history.write("a", new Interval(1, 2), true);
    history.write("maybe", new Interval(3, Interval.OPEN), false);
    history.read("maybe", new Interval(5, 6));
    history.read("a", new Interval(7, 8));

    assertThat(history.violation()).isPresent();
  }

  @Test
  void agreesWithTryingAllOrders() {
    var random = new SplittableRandom(1);
    int violations = 0;
    for (int round = 0; round < 3000; round++) {
      List<Op> ops = someOps(random);
      var checked = new RegisterHistory();
      ops.forEach(op -> op.addTo(checked));
      boolean explained = explainable(ops, null);
      assertThat(checked.violation().isEmpty()).as("%s", ops).isEqualTo(explained);
      violations += explained ? 0 : 1;
    }
    assertThat(violations).isBetween(300, 2700);
  }

  private static List<Op> someOps(SplittableRandom random) {
    var ops = new ArrayList<Op>();
    int writes = 1 + random.nextInt(3);
    for (int i = 0; i < writes; i++) {
      ops.add(new Op(true, "w" + i, someInterval(random)));
    }
    int reads = random.nextInt(4);
    for (int i = 0; i < reads; i++) {
      ops.add(new Op(false, "w" + random.nextInt(writes), someInterval(random)));
    }
    return ops;
  }

  /** Odd ends and even starts, so that no two are equal. */
  private static Interval someInterval(SplittableRandom random) {
    long start = 2L * random.nextInt(12);
    return new Interval(start, start + 1 + 2L * random.nextInt(6));
  }

  private static boolean explainable(List<Op> left, @Nullable String value) {
    return left.isEmpty()
        || left.stream()
            .filter(op -> left.stream().noneMatch(other -> other.interval.precedes(op.interval)))
            .filter(op -> op.write || op.value.equals(value))
            .anyMatch(op -> explainable(without(left, op), op.value));
  }

  private static List<Op> without(List<Op> ops, Op op) {
    var rest = new ArrayList<>(ops);
    rest.remove(op);
    return rest;
  }

  private record Op(boolean write, String value, Interval interval) {
    void addTo(RegisterHistory history) {
      if (write) {
        history.write(value, interval, true);
      } else {
        history.read(value, interval);
      }
    }
  }
}
