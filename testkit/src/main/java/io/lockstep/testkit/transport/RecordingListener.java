package io.lockstep.testkit.transport;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.TransportListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Notes all a transport tells, and whether it ever made two calls at a time. Thread-safe. */
public final class RecordingListener implements TransportListener {
  private final Object pause = new Object();
  private final List<byte[]> frames = Collections.synchronizedList(new ArrayList<>());
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicBoolean overlapped = new AtomicBoolean();

  @Override
  public void received(byte[] frame) {
    note(() -> frames.add(frame));
  }

  @Override
  public void connected() {
    note(() -> events.add("connected"));
  }

  @Override
  public void disconnected() {
    note(() -> events.add("disconnected"));
  }

  @Override
  public void unreachable(NodeId node) {
    note(() -> events.add("unreachable " + node));
  }

  @Override
  public void dead(NodeId node) {
    note(() -> events.add("dead " + node));
  }

  @Override
  public void declaredDead() {
    note(() -> events.add("declaredDead"));
  }

  @Override
  public void nobodyElse() {
    note(() -> events.add("nobodyElse"));
  }

  /** While a test holds this lock, the transport's calls wait: the listener is slow. */
  public Object pause() {
    return pause;
  }

  private void note(Runnable noting) {
    if (calls.incrementAndGet() > 1) {
      overlapped.set(true);
    }
    synchronized (pause) {
      noting.run();
    }
    calls.decrementAndGet();
  }

  /** The frames that came in, in order. */
  public List<byte[]> frames() {
    synchronized (frames) {
      return List.copyOf(frames);
    }
  }

  /** The frames that came in, as UTF-8 text. */
  public List<String> texts() {
    return frames().stream().map(frame -> new String(frame, StandardCharsets.UTF_8)).toList();
  }

  /** All calls but those for frames, in order, for example {@code connected}. */
  public List<String> events() {
    return List.copyOf(events);
  }

  /** Whether the event came at least once. */
  public boolean heard(String event) {
    return events.contains(event);
  }

  /** How often the event came. */
  public long count(String event) {
    return events.stream().filter(event::equals).count();
  }

  /** Whether calls overlapped, which no transport may do. */
  public boolean overlapped() {
    return overlapped.get();
  }
}
