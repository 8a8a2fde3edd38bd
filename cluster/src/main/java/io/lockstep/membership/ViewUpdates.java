package io.lockstep.membership;

import io.lockstep.report.Counters;
import io.lockstep.time.Lane;
import io.lockstep.transport.NodeId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one listener what differs between the view that it knows and the present one. Nothing but
 * one note waits for a slow listener, however much changes meanwhile. Thread-safe.
 */
final class ViewUpdates {
  private static final Logger log = LoggerFactory.getLogger(ViewUpdates.class);

  private final AppNodeListener listener;
  private final Supplier<ClusterView> views;
  private final Counters counters;
  private final Lane lane;
  private final AtomicBoolean noted = new AtomicBoolean();

  /** What the listener was told; for the lane alone. */
  private final Map<NodeId, Member> told = new LinkedHashMap<>();

  private volatile boolean ended;

  /**
   * Has told nothing.
   *
   * @param views gives the present view
   * @param workers runs the listener
   */
  ViewUpdates(
      AppNodeListener listener, Supplier<ClusterView> views, Executor workers, Counters counters) {
    this.listener = listener;
    this.views = views;
    this.counters = counters;
    // A note is taken back before the next one can come.
    this.lane = new Lane(workers, 1);
  }

  boolean isFor(AppNodeListener asked) {
    return listener == asked;
  }

  /** Nothing more is told. */
  void end() {
    ended = true;
  }

  /** Something in the view is new. */
  void changed() {
    if (noted.compareAndSet(false, true)) {
      lane.offer(this::tell, 1);
    }
  }

  private void tell() {
    // First: what changes while the view is taken is told the next time.
    noted.set(false);
    ClusterView view = views.get();
    var present = new LinkedHashMap<NodeId, Member>();
    view.members().forEach(member -> present.put(member.id(), member));
    for (Member before : List.copyOf(told.values())) {
      if (!present.containsKey(before.id())) {
        told.remove(before.id());
        call(() -> listener.left(before, view));
      }
    }
    for (Member member : present.values()) {
      Member before = told.put(member.id(), member);
      if (before == null) {
        call(() -> listener.joined(member, view));
      } else if (!before.equals(member)) {
        call(() -> listener.updated(member, view));
      }
    }
  }

  private void call(Runnable event) {
    if (ended) {
      return;
    }
    try {
      event.run();
    } catch (RuntimeException | LinkageError e) {
      counters.increment("membership.listener-failures");
      log.error("A listener of the membership failed", e);
    }
  }
}
