package io.lockstep.testkit.simulation.network;

import io.lockstep.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Lets frames take their time between two ends, in order unless it is disturbed. */
final class Line {
  private static final long SHORTEST_NS = 50_000;
  private static final long USUAL_NS = 400_000;

  private final VirtualTime time;
  private final RandomGenerator random;
  private final Map<Ends, Long> lastArrivalNs = new HashMap<>();
  private final List<Disturbance> disturbances = new ArrayList<>();
  private Disturbance present = Disturbance.NONE;

  Line(VirtualTime time, RandomGenerator random) {
    this.time = time;
    this.random = random;
  }

  void add(Disturbance disturbance) {
    disturbances.add(disturbance);
    combine();
  }

  void remove(Disturbance disturbance) {
    disturbances.remove(disturbance);
    combine();
  }

  private void combine() {
    present = disturbances.stream().reduce(Disturbance.NONE, Disturbance::and);
  }

  /** Whether the next frame is lost. */
  boolean loses() {
    return happens(present.loss());
  }

  /** Runs the arrival once, or twice when the frame is duplicated. */
  void carry(long from, long to, Duration extra, Runnable arrival) {
    carryOnce(from, to, extra, arrival);
    if (happens(present.duplication())) {
      carryOnce(from, to, extra, arrival);
    }
  }

  private void carryOnce(long from, long to, Duration extra, Runnable arrival) {
    long arrivalNs = time.nanos() + delayNs() + extra.toNanos();
    if (extra.isZero() && !happens(present.reordering())) {
      arrivalNs = Math.max(arrivalNs, lastArrivalNs.getOrDefault(new Ends(from, to), 0L) + 1);
      lastArrivalNs.put(new Ends(from, to), arrivalNs);
    } else if (extra.isZero()) {
      arrivalNs += random.nextLong(20 * USUAL_NS);
    }
    time.schedule(Duration.ofNanos(arrivalNs - time.nanos()), arrival);
  }

  private long delayNs() {
    long disturbedNs = present.delay().toNanos();
    long moreNs = disturbedNs > 0 ? random.nextLong(disturbedNs) : 0;
    return SHORTEST_NS + random.nextLong(USUAL_NS) + moreNs;
  }

  private boolean happens(double share) {
    return share > 0 && random.nextDouble() < share;
  }

  private record Ends(long from, long to) {}
}
