package io.lockstep.session;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.lockstep.session.SessionBody.Live;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one view has changed and not yet handed over. Guarded by the view's lock. */
final class PendingChanges {
  private static final Logger log = LoggerFactory.getLogger(PendingChanges.class);

  private final SessionBody body;
  private final Cell cell;
  private final Map<String, Live> changed = new LinkedHashMap<>();

  /** By how many bytes each of these makes the session larger. */
  private final Map<String, Long> growths = new HashMap<>();

  private long growth;

  private final Map<String, Live> sent = new LinkedHashMap<>();
  private OptionalLong interval = OptionalLong.empty();
  private OptionalLong nonce = OptionalLong.empty();
  private Optional<SessionOptions> options = Optional.empty();

  /** What the request got of what may be changed in place. */
  private final Map<String, Got> got = new LinkedHashMap<>();

  /** An object with the bytes that it had. */
  private record Got(Live live, ByteString bytes) {}

  private boolean ends;

  PendingChanges(SessionBody body) {
    this.body = body;
    this.cell = body.cell;
  }

  /**
   * Notes a change.
   *
   * @param bytes how many its value takes; 0 for one that stays on this node, or is removed
   */
  void put(String name, Live now, int bytes) {
    changed.put(name, now);
    setGrowth(name, now.value() == null || now.local() ? -cell.bytesOf(name) : by(name, bytes));
  }

  private long by(String name, int bytes) {
    return name.length() + bytes - cell.bytesOf(name);
  }

  private void setGrowth(String name, long bytes) {
    Long before = growths.put(name, bytes);
    growth += bytes - (before == null ? 0 : before);
  }

  private void clearGrowth() {
    growths.clear();
    growth = 0;
  }

  /**
   * Checks that the session can still be copied with a value of so many bytes.
   *
   * @throws NotSerializableAttributeException when it would be too large
   */
  void checkSize(String name, int bytes) {
    long own = by(name, bytes);
    long all = cell.bytes() + growth - growths.getOrDefault(name, 0L) + own;
    if (own > 0 && all > ServerSession.MAX_BYTES) {
      throw new NotSerializableAttributeException(
          String.format(
              Locale.ROOT,
              "Attribute \"%s\": its value takes %,d bytes, and the session with it %,d; allowed is"
                  + " %,d for all attributes of a session together; keep large objects elsewhere,"
                  + " and in the session what finds them",
              name,
              bytes,
              all,
              ServerSession.MAX_BYTES));
    }
  }

  OptionalLong intervalMs() {
    return interval;
  }

  void setIntervalMs(long ms) {
    interval = OptionalLong.of(ms);
  }

  SessionOptions options() {
    return options.orElseGet(cell::options);
  }

  void setOptions(SessionOptions newOptions) {
    options = Optional.of(newOptions);
  }

  /** The request has the object, and may change it. */
  void got(String name, Live live) {
    Object value = live.value();
    ByteString bytes = cell.attribute(name);
    if (value != null
        && bytes != null
        && !live.local()
        && cell.isStamped(name, live.version())
        && (options().tracksChanges() || body.context.settings().tracks(value.getClass()))) {
      got.putIfAbsent(name, new Got(live, bytes));
    }
  }

  boolean hasNonce() {
    return nonce.isPresent();
  }

  void setNonce(long newNonce) {
    nonce = OptionalLong.of(newNonce);
  }

  /** The change was stamped; until then, its nonce is part of the next one too. */
  void settleNonce(Change change) {
    if (change.nonce().equals(nonce)) {
      nonce = OptionalLong.empty();
    }
  }

  /** The session ends; its attributes are of no interest any more. */
  void setEnd() {
    ends = true;
    changed.clear();
    clearGrowth();
  }

  /** The request is over; returns whether anything is left to be handed over. */
  boolean detach() {
    sent.clear();
    got.clear();
    return hasChanges();
  }

  /** Whether anything was changed that is not handed over yet. */
  boolean hasChanges() {
    boolean endIsDue = ends && !cell.isEnded();
    return !changed.isEmpty()
        || interval.isPresent()
        || nonce.isPresent()
        || options.isPresent()
        || endIsDue;
  }

  /**
   * Serialises what changed since the last call.
   *
   * @param lastOfRequest whether the time of access goes along when the backups should hear of it
   * @throws NotSerializableAttributeException for the first attribute that cannot be sent; that
   *     change is dropped, the others are left for the next call
   */
  Change collect(boolean lastOfRequest) {
    collectTracked();
    if (lastOfRequest) {
      collectMutated();
    }
    var attributes = new ArrayList<Change.Attribute>();
    for (Map.Entry<String, Live> change : List.copyOf(changed.entrySet())) {
      attributes.addAll(serialise(change.getKey(), change.getValue()));
    }
    sent.putAll(changed);
    changed.clear();
    clearGrowth();
    boolean touches =
        lastOfRequest && (!attributes.isEmpty() || cell.owesAccessTime(body.loop().nanoTime()));
    var change = new Change(attributes, interval, nonce, options, touches, ends);
    interval = OptionalLong.empty();
    options = Optional.empty();
    return change;
  }

  /**
   * A value that was sent with the first bytes of the response, and changed after that, goes out
   * once more.
   */
  private void collectMutated() {
    sent.forEach(
        (name, live) -> {
          if (body.stillHas(name, live) && changedBytes(name, live, cell.attribute(name)) != null) {
            changed.putIfAbsent(name, body.set(name, live.value(), false));
          }
        });
    sent.clear();
  }

  /** What another request has set meanwhile stays: this one changed an object that is gone. */
  private void collectTracked() {
    got.replaceAll(
        (name, object) -> {
          ByteString bytes =
              changed.containsKey(name) ? null : changedBytes(name, object.live, object.bytes);
          Live now = bytes == null ? null : body.replace(name, object.live, object.bytes);
          if (bytes == null || now == null) {
            return object;
          }
          changed.put(name, now);
          return new Got(now, bytes);
        });
  }

  /** What the object's bytes are now, when they are others than these; else null. */
  private @Nullable ByteString changedBytes(String name, Live live, @Nullable ByteString known) {
    Object value = live.value();
    if (value == null || live.local() || Immutables.contains(value)) {
      return null;
    }
    try {
      ByteString now = UnsafeByteOperations.unsafeWrap(body.context.codec().serialize(name, value));
      return now.equals(known) ? null : now;
    } catch (NotSerializableAttributeException e) {
      log.debug("An attribute was changed into one that cannot be sent", e);
      return ByteString.EMPTY;
    }
  }

  /** Empty for what stays on this node and replaces nothing that the backups have. */
  private List<Change.Attribute> serialise(String name, Live live) {
    Object value = live.value();
    if (live.local()) {
      return cell.attribute(name) == null
          ? List.of()
          : List.of(new Change.Attribute(name, null, live.version()));
    }
    return List.of(
        new Change.Attribute(
            name, value == null ? null : bytes(name, value, live.version()), live.version()));
  }

  private ByteString bytes(String name, Object value, long version) {
    try {
      byte[] bytes = body.context.codec().serialize(name, value);
      checkSize(name, bytes.length);
      setGrowth(name, by(name, bytes.length));
      return UnsafeByteOperations.unsafeWrap(bytes);
    } catch (NotSerializableAttributeException e) {
      // Dropped, so that the next commit can succeed with the others, and that nobody reads on
      // what no other node will ever have.
      changed.remove(name);
      setGrowth(name, 0);
      body.forget(name, version);
      throw e;
    }
  }
}
