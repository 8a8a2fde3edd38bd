package io.lockstep.testkit.simulation;

import io.lockstep.time.VirtualTime;
import java.util.ArrayDeque;
import java.util.List;

/** What happened: the last events in full, and a hash over all of them. */
final class Trace {
  private final VirtualTime time;
  private final int room;
  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private long hash = 1;

  /** A trace that keeps so many events. */
  Trace(VirtualTime time, int room) {
    this.time = time;
    this.room = room;
  }

  void note(String actor, String what) {
    note(actor, what, what.hashCode());
  }

  /**
   * Notes an event.
   *
   * @param detail what is printed; only then is its text made
   * @param detailHash the same in every run of the same seed
   */
  void note(String actor, Object detail, long detailHash) {
    hash = hash * 31 + time.nanos();
    hash = hash * 31 + actor.hashCode();
    hash = hash * 31 + detailHash;
    if (events.size() == room) {
      events.removeFirst();
    }
    events.add(new Event(time.nanos(), actor, detail));
  }

  long hash() {
    return hash;
  }

  List<String> lines() {
    return events.stream().map(Event::toString).toList();
  }

  private record Event(long nanos, String actor, Object detail) {
    @Override
    public String toString() {
      return "%13.6f %-6s %s".formatted(nanos / 1e9, actor, detail);
    }
  }
}
