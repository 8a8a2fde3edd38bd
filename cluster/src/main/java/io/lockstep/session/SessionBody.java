package io.lockstep.session;

import com.google.protobuf.ByteString;
import io.lockstep.time.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live objects of a session at its owner, shared by all its requests: bytes become objects on
 * first use, and every request sees what any other has set. Thread-safe.
 */
final class SessionBody {
  private static final Logger log = LoggerFactory.getLogger(SessionBody.class);
  private static final Duration FLUSH_DELAY = Duration.ofMillis(5);

  final Cell cell;
  final SessionContext context;
  final SessionIds ids;
  final SessionEvents events;
  final Replicator replicator;
  private final AtomicLong versions = new AtomicLong();
  final Map<String, Live> live = new ConcurrentHashMap<>();
  final SessionDocuments documents;

  /** Attributes that were found to be unreadable here, and why. */
  private final Map<String, AttributeUnreadableException> unreadable = new ConcurrentHashMap<>();

  private final AtomicBoolean flushIsDue = new AtomicBoolean();
  private boolean ending;
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
    this.documents = new SessionDocuments(cell, this::documentChanged);
  }

  /** When no request is there that will send the change, it goes out by itself. */
  private void documentChanged() {
    if (cell.phase() == Cell.Phase.GONE || isEnded()) {
      documents.close();
    } else if (documents.isLeftOver() && flushIsDue.compareAndSet(false, true)) {
      loop().schedule(FLUSH_DELAY, () -> context.workers().execute(this::flush));
    }
  }

  private void flush() {
    flushIsDue.set(false);
    stampDocuments();
  }

  /** Sends what was changed in documents and no request is going to send; nobody waits. */
  void stampDocuments() {
    SessionView view = viewWithoutRequest();
    view.useDocuments();
    view.stampNow();
    view.detach();
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
    var view = new SessionView(this, cell.nonce(), context.now());
    view.detach();
    return view;
  }

  boolean isEnded() {
    return ended || cell.isEnded();
  }

  /** Claims the end for the caller, who then tells the listeners; false when another has it. */
  synchronized boolean beginEnding() {
    boolean first = !ending && !isEnded();
    ending = true;
    return first;
  }

  /** Ends the session outside any request; runs the application's listeners. */
  void endNow() {
    SessionView view = viewWithoutRequest();
    if (view.end()) {
      view.stampNow();
    }
  }

  void end() {
    ended = true;
  }

  /** Documents that cannot be sent as they are wait until they are changed again. */
  void held(String when, DocumentRefusedException refusal) {
    context.counters().increment("sessions.documents-refused");
    log.warn("Session {}: documents changed {} are not sent", cell.key, when, refusal);
  }

  /** A change that nobody waits for came to nothing. */
  void lost(String when, String what) {
    context.counters().increment("sessions.late-changes-lost");
    log.warn("Session {}: a change made {} is lost: {}", cell.key, when, what);
  }

  /**
   * The attribute as an object, or null.
   *
   * @param reader who asks
   */
  @Nullable Live find(String name, ServerSession reader) {
    while (true) {
      Live found = live.get(name);
      if (found != null) {
        return found;
      }
      ByteString bytes = cell.attribute(name);
      if (bytes == null) {
        return null;
      }
      Object value = read(name, bytes);
      Live present = put(name, bytes, new Live(value, 0, false));
      if (present != null && present.value() == value) {
        events.attributeActivated(reader, name, value);
      }
      if (present != null) {
        return present;
      }
    }
  }

  /** What cannot be read is told once. */
  private Object read(String name, ByteString bytes) {
    AttributeUnreadableException known = unreadable.get(name);
    if (known != null) {
      throw known;
    }
    try {
      return context.codec().deserialize(name, bytes.toByteArray());
    } catch (AttributeUnreadableException e) {
      if (unreadable.put(name, e) == null) {
        context.counters().increment("sessions.unreadable-attributes");
        log.warn("Session {}: an attribute is left out on this server", cell.key, e);
      }
      throw e;
    }
  }

  /** Returns what stands now; null when the bytes are no longer the attribute's. */
  private synchronized @Nullable Live put(String name, ByteString bytes, Live read) {
    Live earlier = live.get(name);
    if (earlier != null) {
      return earlier;
    }
    if (!bytes.equals(cell.attribute(name))) {
      return null;
    }
    live.put(name, read);
    return read;
  }

  /** Sets or removes an attribute for all requests of this node. Returns what stands now. */
  synchronized Live set(String name, @Nullable Object value, boolean local) {
    var now = new Live(value, versions.incrementAndGet(), local);
    live.put(name, now);
    unreadable.remove(name);
    return now;
  }

  /**
   * Gives an object that was changed in place another version. Returns null, and changes nothing,
   * when it is the attribute's no more.
   *
   * @param bytes what it had when it was got; one of the same may have been passivated since
   */
  synchronized @Nullable Live replace(String name, Live present, ByteString bytes) {
    Live now = live.get(name);
    boolean stands = now == null ? bytes.equals(cell.attribute(name)) : isSame(now, present);
    return stands ? set(name, present.value(), present.local()) : null;
  }

  /** Drops a version of an attribute that can never be sent: what was sent last stands again. */
  synchronized void forget(String name, long version) {
    live.computeIfPresent(name, (any, now) -> now.version() == version ? null : now);
  }

  /** Drops the mark of a removal that the cell has by now. */
  synchronized void forgetRemoval(String name, long version) {
    live.computeIfPresent(
        name, (any, now) -> now.version() == version && now.value() == null ? null : now);
  }

  /** The attributes that are objects, or removed, by now: a copy. */
  Map<String, Live> live() {
    return new HashMap<>(live);
  }

  boolean hasObjects() {
    return !live.isEmpty();
  }

  /** Keeps requests out for a passivation, as {@link Cell#beginPassivation}. */
  synchronized boolean beginPassivation(long idleSinceNanos, long nowNanos, long untilNanos) {
    return !ending && cell.beginPassivation(idleSinceNanos, nowNanos, untilNanos);
  }

  /**
   * Keeps all attributes as bytes alone, if they are still these, and the session is being
   * passivated. Returns whether it did.
   */
  synchronized boolean dropObjects(Map<String, Live> objects) {
    boolean same =
        live.size() == objects.size()
            && objects.entrySet().stream()
                .allMatch(each -> isSame(live.get(each.getKey()), each.getValue()));
    return same && !ending && cell.whilePassivating(live::clear);
  }

  /** Whether the session is used here, and the object is the attribute's value. */
  synchronized boolean isValue(String name, Live object) {
    return isSame(live.get(name), object) && cell.phase() == Cell.Phase.OWNED && !ending;
  }

  private static boolean isSame(@Nullable Live now, Live earlier) {
    return now != null && now.version() == earlier.version() && now.value() == earlier.value();
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
    names.removeAll(unreadable.keySet());
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
