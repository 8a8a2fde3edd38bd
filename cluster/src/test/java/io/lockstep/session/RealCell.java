package io.lockstep.session;

import com.google.protobuf.ByteString;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.session.Change.Attribute;
import io.lockstep.wire.proto.AttributeChange;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.SessionContent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The cell itself behind {@link CellOperations}. */
final class RealCell implements CellOperations {
  private static final long NODE = 7;

  private final Cell cell =
      new Cell(
          new SessionKey(1, 2),
          new SessionState(0, 0, 0, 0),
          new Position(new Epoch(1, NODE), 0),
          0);

  @Override
  public String stamp(String name, int version) {
    var attribute = new Attribute(name, ByteString.copyFromUtf8("" + version), version);
    return stamp(Change.NONE.with(List.of(attribute)));
  }

  @Override
  public String end() {
    return stamp(
        new Change(
            List.of(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), false, true));
  }

  private String stamp(Change change) {
    @Nullable Position position = cell.stamp(change, 0);
    return position == null ? "refused" : position.epoch().counter() + "/" + position.sequence();
  }

  @Override
  public String enter(long knownEpoch) {
    return cell.enter(0, knownEpoch, 0).name();
  }

  @Override
  public void exit() {
    cell.exit(0);
  }

  @Override
  public int uses() {
    return cell.uses();
  }

  @Override
  public List<String> drain() {
    return cell.drain().stream().map(RealCell::text).toList();
  }

  private static String text(Batch batch) {
    var text = new StringBuilder();
    text.append(batch.getEpoch().getCounter()).append('/').append(batch.getSequence());
    for (AttributeChange change : batch.getChangesList()) {
      text.append(' ').append(change.getName()).append('=');
      text.append(change.getValue().toStringUtf8());
    }
    return batch.getEnded() ? text.append(" ended").toString() : text.toString();
  }

  @Override
  public void raise() {
    cell.raise(cell.position().epoch().raisedBy(NODE));
  }

  @Override
  public void setPhase(Cell.Phase next) {
    cell.setPhase(next);
  }

  @Override
  public String content() {
    SessionContent content = cell.content(0).build();
    var attributes = new TreeMap<String, String>();
    content.getAttributesMap().forEach((name, value) -> attributes.put(name, value.toStringUtf8()));
    return content.getEpoch().getCounter()
        + "/"
        + content.getSequence()
        + " "
        + attributes
        + (content.getEnded() ? " ended" : "");
  }
}
