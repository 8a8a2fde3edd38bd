package io.lockstep.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a {@link Cell} promises, said once more without its parts: the sequential specification. */
public class CellModel implements CellOperations {
  private final Map<String, String> attributes = new TreeMap<>();
  private final Map<String, Integer> versions = new TreeMap<>();
  private final List<String> queue = new ArrayList<>();
  private Cell.Phase phase = Cell.Phase.OWNED;
  private long epoch = 1;
  private long sequence;
  private int uses;
  private boolean ended;

  @Override
  public String stamp(String name, int version) {
    if (phase == Cell.Phase.GONE) {
      return "refused";
    }
    boolean overtaken = versions.getOrDefault(name, 0) >= version;
    versions.merge(name, version, Math::max);
    if (!ended && !overtaken) {
      sequence++;
      attributes.put(name, "" + version);
      queue.add(epoch + "/" + sequence + " " + name + "=" + version);
    }
    return epoch + "/" + sequence;
  }

  @Override
  public String end() {
    if (phase == Cell.Phase.GONE) {
      return "refused";
    }
    if (!ended) {
      sequence++;
      ended = true;
      attributes.clear();
      queue.add(epoch + "/" + sequence + " ended");
    }
    return epoch + "/" + sequence;
  }

  @Override
  public String enter(long knownEpoch) {
    if (phase != Cell.Phase.OWNED || knownEpoch > epoch) {
      return Cell.Entry.ELSEWHERE.name();
    }
    if (ended) {
      return Cell.Entry.OVER.name();
    }
    uses++;
    return Cell.Entry.JOINED.name();
  }

  @Override
  public void exit() {
    uses--;
  }

  @Override
  public int uses() {
    return uses;
  }

  @Override
  public List<String> drain() {
    List<String> drained = List.copyOf(queue);
    queue.clear();
    return drained;
  }

  @Override
  public void raise() {
    epoch++;
    queue.clear();
  }

  @Override
  public void setPhase(Cell.Phase next) {
    phase = next;
    if (next == Cell.Phase.GONE) {
      queue.clear();
    }
  }

  @Override
  public String content() {
    return epoch + "/" + sequence + " " + attributes + (ended ? " ended" : "");
  }
}
