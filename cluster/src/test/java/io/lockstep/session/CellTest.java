package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
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

  private static Change set(String name, long version, int bytes) {
    var value = ByteString.copyFrom(new byte[bytes]);
    return Change.NONE.with(List.of(new Attribute(name, value, version)));
  }
}
