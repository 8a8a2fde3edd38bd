package io.lockstep.testkit.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a {@link FrameFuzz} has found. */
public final class FuzzReport {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int MOST_VIOLATIONS = 10;

  private final Map<String, Long> kinds = new TreeMap<>();
  private final Map<String, Long> outcomes = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private long inputs;
  private long largestAllocation;
  private double largestShare;
  private long onceOnly;
  private long largestOnce;
  private long slowestNanos;
  private String slowest = "";
  private volatile @Nullable Current current;

  /**
   * An input that is being taken in.
   *
   * @param sinceNanos by {@link System#nanoTime()}
   */
  public record Current(String kind, ByteString input, long sinceNanos) {
    /** Its kind and its bytes, for people. */
    public String description() {
      return describe(kind, input.toByteArray());
    }
  }

  FuzzReport() {}

  void measure(String kind, byte[] input, Runnable work) {
    inputs++;
    kinds.merge(kind, 1L, Long::sum);
    long beganNanos = System.nanoTime();
    current = new Current(kind, UnsafeByteOperations.unsafeWrap(input), beganNanos);
    long allocated = allocated(kind, input, work);
    long nanos = System.nanoTime() - beganNanos;
    long most = FrameFuzz.mostBytes(input.length);
    if (allocated > most && allocated <= FrameFuzz.MOST_BYTES_ONCE) {
      long again = allocated(kind, input, work);
      if (again <= most) {
        onceOnly++;
        largestOnce = Math.max(largestOnce, allocated);
        allocated = again;
      }
    }
    current = null;
    account(kind, input, allocated, most, nanos);
  }

  private long allocated(String kind, byte[] input, Runnable work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      violate(kind, input, "threw " + e + at(e));
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private void account(String kind, byte[] input, long allocated, long most, long nanos) {
    largestAllocation = Math.max(largestAllocation, allocated);
    largestShare = Math.max(largestShare, (double) allocated / most);
    if (allocated > most) {
      violate(kind, input, "allocated %,d bytes; allowed are %,d".formatted(allocated, most));
    }
    if (nanos > slowestNanos) {
      slowestNanos = nanos;
      slowest = describe(kind, input);
    }
  }

  private static String at(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }

  private void violate(String kind, byte[] input, String what) {
    if (violations.size() < MOST_VIOLATIONS) {
      violations.add("input %d, %s: %s".formatted(inputs, describe(kind, input), what));
    }
  }

  private static String describe(String kind, byte[] input) {
    return "%s of %d bytes: %s".formatted(kind, input.length, HexFormat.of().formatHex(input));
  }

  void counted(Map<String, Long> more) {
    more.forEach((name, count) -> outcomes.merge(name, count, Long::sum));
  }

  /** How many inputs there were. */
  public long inputs() {
    return inputs;
  }

  /** How many inputs of each kind there were. */
  public Map<String, Long> kinds() {
    return new TreeMap<>(kinds);
  }

  /** What the nodes counted, by the counters' names, and how many objects were read. */
  public Map<String, Long> outcomes() {
    return new TreeMap<>(outcomes);
  }

  /** The first inputs that broke a rule, with their bytes and what they did. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  /** The most memory that one input has cost, in bytes. */
  public long largestAllocation() {
    return largestAllocation;
  }

  /** The most memory that one input has cost, as a share of what it may. */
  public double largestShare() {
    return largestShare;
  }

  /** How many inputs cost more than they may, and not when they were given again. */
  public long onceOnly() {
    return onceOnly;
  }

  /** The most memory that one of these has cost the first time, in bytes. */
  public long largestOnce() {
    return largestOnce;
  }

  /** How long the slowest input took, in nanoseconds. */
  public long slowestNanos() {
    return slowestNanos;
  }

  /** The slowest input. */
  public String slowest() {
    return slowest;
  }

  /** The input that is being taken in, if any; may be asked from any thread. */
  public @Nullable Current current() {
    return current;
  }
}
