package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.session.Cell.Entry;
import io.lockstep.session.Change.Attribute;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellTest {
  private static final int MOST = ServerSession.MAX_BYTES - 1;

  private final Cell cell =
      new Cell(
          new SessionKey(1, 2), new SessionState(0, 0, 0, 0), new Position(new Epoch(1, 7), 0), 0);

  @Test
  void changeThatWouldMakeTheSessionTooLargeToBeCopiedIsRefusedAndChangesNothing() {
    Position full = cell.stamp(set("a", 1, MOST), 0);

    assertThat(cell.stamp(set("b", 2, 1), 0)).isNull();

    assertThat(cell.position()).isEqualTo(full);
    assertThat(cell.attributeNames()).containsExactly("a");
  }

  @Test
  void fullSessionTakesWhatDoesNotMakeItLarger() {
    cell.stamp(set("a", 1, MOST), 0);

    assertThat(cell.stamp(set("a", 2, MOST), 0)).isNotNull();
    assertThat(cell.stamp(set("a", 3, 10), 0)).isNotNull();
    assertThat(cell.stamp(set("b", 4, 10), 0)).isNotNull();
  }

  @Test
  void requestsWaitForAPassivationThatEndsInTimeAndEndOneThatDoesNot() {
    assertThat(cell.beginPassivation(10, 10, 100)).isTrue();
    assertThat(cell.enter(0, 0, 99)).isEqualTo(Entry.PASSIVATING);
    assertThat(cell.whilePassivating(() -> {})).isTrue();
    assertThat(cell.enter(0, 0, 100)).isEqualTo(Entry.JOINED);
    assertThat(cell.whilePassivating(() -> {})).isFalse();
  }

  @Test
  void requestJoinsOnceAPassivationHasEnded() {
    cell.beginPassivation(10, 10, 100);
    cell.endPassivation();
    assertThat(cell.enter(0, 0, 50)).isEqualTo(Entry.JOINED);
  }

  @Test
  void sessionThatIsUsedOrWasUsedSinceIsNotPassivated() {
    cell.enter(0, 0, 5);
    assertThat(cell.beginPassivation(10, 10, 100)).isFalse();
    cell.exit(20);
    assertThat(cell.beginPassivation(10, 30, 100)).isFalse();
    assertThat(cell.beginPassivation(20, 30, 100)).isTrue();
  }

  @Test
  void aPassivationIsWaitedForAsARequestIsButNotForLonger() {
    cell.beginPassivation(10, 10, 100);
    assertThat(cell.isIdle(99)).isFalse();
    assertThat(cell.isIdle(100)).isTrue();
  }

  @Test
  void whatIsLetGoIsNotPassivated() {
    cell.beginPassivation(10, 10, 100);
    cell.setPhase(Cell.Phase.DRAINING);
    assertThat(cell.whilePassivating(() -> {})).isFalse();
    assertThat(cell.beginPassivation(10, 10, 100)).isFalse();
  }

  private static Change set(String name, long version, int bytes) {
    var value = ByteString.copyFrom(new byte[bytes]);
    return Change.NONE.with(List.of(new Attribute(name, value, version)));
  }
}
