package io.lockstep.testkit.simulation.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The writes and reads of one register whose written values are all different. Decides whether they
 * are linearizable by Gibbons' and Korach's zones: between the first answer and the last call that
 * concern a value, no other value may have been there.
 */
public final class RegisterHistory {
  private final Map<String, Cluster> clusters = new LinkedHashMap<>();

  /**
   * A value was written.
   *
   * @param certain false when the write may have had no effect
   */
  public void write(String value, Interval interval, boolean certain) {
    Cluster cluster = cluster(value);
    cluster.write = interval;
    cluster.certain |= certain;
    cluster.add(interval);
  }

  /** A value was read. */
  public void read(String value, Interval interval) {
    Cluster cluster = cluster(value);
    cluster.certain = true;
    cluster.reads.add(interval);
    cluster.add(interval);
  }

  private Cluster cluster(String value) {
    return clusters.computeIfAbsent(value, Cluster::new);
  }

  /** What contradicts every order of the operations, or empty when an order explains them. */
  public Optional<String> violation() {
    List<Cluster> effective =
        clusters.values().stream().filter(cluster -> cluster.certain).toList();
    return effective.stream()
        .map(Cluster::violation)
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> overlap(effective));
  }

  private static Optional<String> overlap(List<Cluster> clusters) {
    List<Cluster> forward =
        clusters.stream()
            .filter(Cluster::isForward)
            .sorted(Comparator.comparingLong(cluster -> cluster.firstEndNs))
            .toList();
    for (int i = 1; i < forward.size(); i++) {
      if (forward.get(i).firstEndNs < forward.get(i - 1).lastStartNs) {
        return Optional.of("%s and %s alternate".formatted(forward.get(i - 1), forward.get(i)));
      }
    }
    return clusters.stream()
        .filter(cluster -> !cluster.isForward())
        .map(cluster -> enclosing(cluster, forward))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> enclosing(Cluster inner, List<Cluster> forward) {
    return forward.stream()
        .filter(
            outer -> outer.firstEndNs < inner.lastStartNs && inner.firstEndNs < outer.lastStartNs)
        .findFirst()
        .map(outer -> "%s lies within %s".formatted(inner, outer));
  }

  /** The write of one value and all reads of it. */
  private static final class Cluster {
    private final String value;
    private final List<Interval> reads = new ArrayList<>();
    private @Nullable Interval write;
    private boolean certain;
    private long firstEndNs = Long.MAX_VALUE;
    private long lastStartNs = Long.MIN_VALUE;

    private Cluster(String value) {
      this.value = value;
    }

    private void add(Interval interval) {
      firstEndNs = Math.min(firstEndNs, interval.endNs());
      lastStartNs = Math.max(lastStartNs, interval.startNs());
    }

    private boolean isForward() {
      return firstEndNs < lastStartNs;
    }

    private Optional<String> violation() {
      Interval written = write;
      if (written == null) {
        return Optional.of(value + " was read and never written");
      }
      return reads.stream()
          .filter(read -> read.precedes(written))
          .findFirst()
          .map(read -> value + " was read before it was written");
    }

    @Override
    public String toString() {
      return "%s (first answered at %.6f s, last called at %.6f s)"
          .formatted(value, firstEndNs / 1e9, lastStartNs / 1e9);
    }
  }
}
