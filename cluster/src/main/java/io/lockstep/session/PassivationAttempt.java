package io.lockstep.session;

import com.google.protobuf.ByteString;
import io.lockstep.session.SessionBody.Live;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try to give up a session's objects, on a worker. Requests wait meanwhile, and those that were
 * told of a departure that came to nothing are told of the return.
 */
final class PassivationAttempt {
  private static final Logger log = LoggerFactory.getLogger(PassivationAttempt.class);

  /** Less than a request waits for its session. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final SessionBody body;
  private final SessionEvents events;

  /** Who was told that it goes. */
  private final Map<String, Live> told = new LinkedHashMap<>();

  PassivationAttempt(SessionBody body, SessionEvents events) {
    this.body = body;
    this.events = events;
  }

  /** What became of it. */
  enum Outcome {
    PASSIVATED,
    /** An object is not what its bytes say, or cannot be made of them. */
    KEPT,
    /** Somebody uses it, or a change is not stamped, or it ends or goes. */
    NOT_IDLE
  }

  /**
   * Gives up the objects if nobody has used the session for so long. When it throws, because a
   * listener failed with an error or the codec otherwise than it should, they are kept.
   */
  Outcome run(Duration idle) {
    long now = body.loop().nanoTime();
    long until = now + PATIENCE.toNanos();
    if (!body.beginPassivation(now - idle.toNanos(), now, until)) {
      return Outcome.NOT_IDLE;
    }
    try {
      return giveUp();
    } finally {
      body.cell.endPassivation();
    }
  }

  /** All of them go, or none: they may refer to each other. */
  private Outcome giveUp() {
    SessionView view = body.viewWithoutRequest();
    Outcome outcome = Outcome.KEPT;
    try {
      if (isLocal()) {
        return outcome;
      }
      body.live().forEach((name, each) -> tellDeparture(view, name, each));
      if (view.hasChanges()) {
        view.stampNow();
      }
      outcome = drop();
      return outcome;
    } finally {
      if (outcome != Outcome.PASSIVATED) {
        told.forEach((name, each) -> tellReturn(view, name, each));
      }
      // What it has changed in documents goes out by itself, once nobody uses them.
      view.detach();
    }
  }

  private boolean isLocal() {
    return body.live().values().stream().anyMatch(Live::local);
  }

  private void tellDeparture(SessionView view, String name, Live each) {
    Object value = each.value();
    if (value != null) {
      told.put(name, each);
      events.attributePassivating(view, name, value);
    }
  }

  private void tellReturn(SessionView view, String name, Live each) {
    if (body.isValue(name, each)) {
      events.attributeActivated(view, name, Objects.requireNonNull(each.value()));
    }
  }

  private Outcome drop() {
    Map<String, Live> objects = body.live();
    for (Map.Entry<String, Live> each : objects.entrySet()) {
      if (!body.cell.isStamped(each.getKey(), each.getValue().version())) {
        return Outcome.NOT_IDLE;
      }
      if (!canBeMadeAgain(each.getKey(), each.getValue())) {
        return Outcome.KEPT;
      }
    }
    return body.dropObjects(objects) ? Outcome.PASSIVATED : Outcome.NOT_IDLE;
  }

  /**
   * Whether what is made of the bytes is the same as the object. There are classes, the JDK's
   * hashed collections among them, that write the same content with other bytes once it was read:
   * so the object is also compared with what was read.
   */
  private boolean canBeMadeAgain(String name, Live object) {
    Object value = object.value();
    ByteString bytes = body.cell.attribute(name);
    if (value == null) {
      return true;
    }
    if (bytes == null || object.local()) {
      return false;
    }
    if (Immutables.contains(value)) {
      return true;
    }
    AttributeCodec codec = body.context.codec();
    try {
      byte[] now = codec.serialize(name, value);
      Object made = codec.deserialize(name, bytes.toByteArray());
      return Arrays.equals(now, bytes.toByteArray())
          || Arrays.equals(now, codec.serialize(name, made));
    } catch (NotSerializableAttributeException | AttributeUnreadableException e) {
      log.debug("Session {}: it is not passivated", body.cell.key, e);
      return false;
    }
  }
}
