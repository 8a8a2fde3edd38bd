package io.lockstep.session;

import com.google.protobuf.ByteString;
import io.lockstep.time.EventLoop;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The live objects of a session at its owner, shared by all its requests: bytes become objects on
 * first use, and every request sees what any other has set. Thread-safe.
 */
final class SessionBody {
  final Cell cell;
  final SessionContext context;
  final SessionIds ids;
  final SessionEvents events;
  final Replicator replicator;
  private final AtomicLong versions = new AtomicLong();
  private final Map<String, Live> live = new ConcurrentHashMap<>();
  private volatile boolean ended;
  private volatile @Nullable Ownership ownership;

  /**
   * An attribute as an object.
   *
   * @param value null when it was removed
   * @param version 0 for one that came from bytes
   * @param local whether it stays on this node, because it cannot be serialised
   */
  record Live(@Nullable Object value, long version, boolean local) {}

  SessionBody(
      Cell cell,
      SessionContext context,
      SessionIds ids,
      SessionEvents events,
      Replicator replicator) {
    this.cell = cell;
    this.context = context;
    this.ids = ids;
    this.events = events;
    this.replicator = replicator;
  }

  void setOwnership(Ownership ownership) {
    this.ownership = ownership;
  }

  Ownership ownership() {
    Ownership mine = ownership;
    if (mine == null) {
      throw new IllegalStateException("The session is not set up yet");
    }
    return mine;
  }

  EventLoop loop() {
    return context.loop();
  }

  /** For code that runs outside any request: what it changes goes out by itself. */
  SessionView viewWithoutRequest() {
    var view = new SessionView(this, context.now());
    view.detach();
    return view;
  }

  boolean isEnded() {
    return ended || cell.isEnded();
  }

  /** Returns false when it had ended before. */
  synchronized boolean end() {
    boolean first = !isEnded();
    ended = true;
    return first;
  }

  /**
   * The attribute as an object, or null.
   *
   * @param reader who asks
   */
  @Nullable Live find(String name, ServerSession reader) {
    Live found = live.get(name);
    if (found != null) {
      return found;
    }
    ByteString bytes = cell.attribute(name);
    if (bytes == null) {
      return null;
    }
    Object value = context.codec().deserialize(name, bytes.toByteArray());
    var read = new Live(value, 0, false);
    Live earlier = live.putIfAbsent(name, read);
    if (earlier != null) {
      return earlier;
    }
    events.attributeActivated(reader, name, value);
    return read;
  }

  /** Sets or removes an attribute for all requests of this node. Returns what stands now. */
  synchronized Live set(String name, @Nullable Object value, boolean local) {
    var now = new Live(value, versions.incrementAndGet(), local);
    live.put(name, now);
    return now;
  }

  /** The attributes that are objects by now: a copy. */
  Map<String, Object> objects() {
    var objects = new HashMap<String, Object>();
    live.forEach(
        (name, attribute) -> {
          if (attribute.value() != null) {
            objects.put(name, attribute.value());
          }
        });
    return objects;
  }

  /** Whether no later change of the attribute has replaced this one. */
  boolean stillHas(String name, Live value) {
    Live present = live.get(name);
    return present != null && present.version() == value.version();
  }

  Set<String> names() {
    var names = new HashSet<>(cell.attributeNames());
    live.forEach(
        (name, attribute) -> {
          if (attribute.value() == null) {
            names.remove(name);
          } else {
            names.add(name);
          }
        });
    return names;
  }
}
