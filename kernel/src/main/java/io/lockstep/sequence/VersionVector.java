package io.lockstep.sequence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of many sources a follower has seen: of each source the ranges of sequences.
 *
 * <p>Bounded: of a source with more than {@value #MOST_RANGES} ranges, the last one is forgotten.
 * What is forgotten comes once more and is recognised then by its version. Not thread-safe.
 */
public final class VersionVector {
  /** The most ranges that are kept of one source. */
  public static final int MOST_RANGES = 64;

  private final SortedMap<Long, TreeMap<Long, Long>> seen = new TreeMap<>();

  /** Whether the entry was seen. */
  public boolean covers(long source, long sequence) {
    return covers(source, sequence, sequence);
  }

  private boolean covers(long source, long from, long to) {
    TreeMap<Long, Long> ranges = seen.get(source);
    Map.Entry<Long, Long> range = ranges == null ? null : ranges.floorEntry(from);
    return range != null && range.getValue() >= to;
  }

  /** Whether all that the other has seen was seen here. */
  public boolean covers(VersionVector other) {
    return other.seen.entrySet().stream()
        .allMatch(
            source ->
                source.getValue().entrySet().stream()
                    .allMatch(range -> covers(source.getKey(), range.getKey(), range.getValue())));
  }

  /** Notes that the entries were seen. */
  public void add(long source, SequenceRange range) {
    TreeMap<Long, Long> ranges = seen.computeIfAbsent(source, any -> new TreeMap<>());
    long from = range.from();
    long to = range.to();
    Map.Entry<Long, Long> near = lastBeginningBy(ranges, to);
    while (near != null && near.getValue() >= from - 1) {
      from = Math.min(from, near.getKey());
      to = Math.max(to, near.getValue());
      ranges.remove(near.getKey());
      near = lastBeginningBy(ranges, to);
    }
    ranges.put(from, to);
    if (ranges.size() > MOST_RANGES) {
      ranges.pollLastEntry();
    }
  }

  /** The last range that overlaps or meets what ends there, if any does. */
  private static Map.@Nullable Entry<Long, Long> lastBeginningBy(
      NavigableMap<Long, Long> ranges, long to) {
    return ranges.floorEntry(to == Long.MAX_VALUE ? to : to + 1);
  }

  /** Notes all that the other has seen. */
  public void add(VersionVector other) {
    other.seen.forEach(
        (source, ranges) -> ranges.forEach((from, to) -> add(source, new SequenceRange(from, to))));
  }

  /** What both have seen. */
  public VersionVector intersection(VersionVector other) {
    var both = new VersionVector();
    seen.forEach(
        (source, ranges) -> ranges.forEach((from, to) -> other.addCommon(source, from, to, both)));
    return both;
  }

  private void addCommon(long source, long from, long to, VersionVector both) {
    for (SequenceRange range : ranges(source)) {
      long first = Math.max(from, range.from());
      long last = Math.min(to, range.to());
      if (first <= last) {
        both.add(source, new SequenceRange(first, last));
      }
    }
  }

  /** The sources of which anything was seen, in a fixed order. */
  public Set<Long> sources() {
    return Collections.unmodifiableSet(seen.keySet());
  }

  /** What was seen of the source, in order; the ranges neither meet nor overlap. */
  public List<SequenceRange> ranges(long source) {
    @Nullable TreeMap<Long, Long> ranges = seen.get(source);
    var list = new ArrayList<SequenceRange>();
    if (ranges != null) {
      ranges.forEach((from, to) -> list.add(new SequenceRange(from, to)));
    }
    return list;
  }

  /** What is missing of the source below the highest that was seen, in order. */
  public List<SequenceRange> gaps(long source) {
    var gaps = new ArrayList<SequenceRange>();
    long next = 1;
    for (SequenceRange range : ranges(source)) {
      if (range.from() > next) {
        gaps.add(new SequenceRange(next, range.from() - 1));
      }
      next = range.to() + 1;
    }
    return gaps;
  }

  /** How many entries were seen, of all sources. */
  public long count() {
    return seen.values().stream()
        .flatMap(ranges -> ranges.entrySet().stream())
        .mapToLong(range -> range.getValue() - range.getKey() + 1)
        .sum();
  }

  public boolean isEmpty() {
    return seen.isEmpty();
  }

  public VersionVector copy() {
    var copy = new VersionVector();
    seen.forEach((source, ranges) -> copy.seen.put(source, new TreeMap<>(ranges)));
    return copy;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VersionVector vector && vector.seen.equals(seen);
  }

  @Override
  public int hashCode() {
    return seen.hashCode();
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    seen.keySet()
        .forEach(
            source -> text.append(Long.toHexString(source)).append(ranges(source)).append(' '));
    return text.toString().strip();
  }
}
