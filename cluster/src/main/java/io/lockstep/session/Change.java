package io.lockstep.session;

import com.google.protobuf.ByteString;
import io.lockstep.wire.proto.AttributeChange;
import io.lockstep.wire.proto.Batch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one request changed, serialised and ready to be stamped.
 *
 * @param attributes set and removed attributes
 * @param maxInactiveMs the new interval, zero for never
 * @param nonce the new id's nonce
 * @param options how the session is replicated from now on
 * @param touches whether the backups should hear that the session was used
 * @param ends whether the session ends
 */
record Change(
    List<Attribute> attributes,
    OptionalLong maxInactiveMs,
    OptionalLong nonce,
    Optional<SessionOptions> options,
    boolean touches,
    boolean ends) {

  static final Change NONE = touching(false);

  /** Nothing but that the session is used. */
  static final Change TOUCH = touching(true);

  private static Change touching(boolean touches) {
    return new Change(
        List.of(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), touches, false);
  }

  /**
   * One attribute's new value.
   *
   * @param value its bytes, or null when it was removed
   * @param version counts the attribute changes of this session on this node: a lower one never
   *     overwrites a higher
   */
  record Attribute(String name, @Nullable ByteString value, long version) {
    AttributeChange toWire() {
      AttributeChange.Builder wire = AttributeChange.newBuilder().setName(name);
      if (value != null) {
        wire.setValue(value);
      }
      return wire.build();
    }
  }

  boolean isEmpty() {
    return !isModification() && !touches;
  }

  /** Whether it changes more than the time of access. */
  boolean isModification() {
    return !attributes.isEmpty()
        || maxInactiveMs.isPresent()
        || nonce.isPresent()
        || options.isPresent()
        || ends;
  }

  /** The removed attributes, each with its version. */
  Map<String, Long> removals() {
    var removals = new LinkedHashMap<String, Long>();
    for (Attribute attribute : attributes) {
      if (attribute.value() == null) {
        removals.put(attribute.name(), attribute.version());
      }
    }
    return removals;
  }

  /** What is changed, by name and without any value. */
  @Override
  public String toString() {
    var parts = new ArrayList<String>();
    attributes.forEach(attribute -> parts.add("attribute \"" + attribute.name() + "\""));
    maxInactiveMs.ifPresent(any -> parts.add("the inactive interval"));
    nonce.ifPresent(any -> parts.add("the id"));
    options.ifPresent(any -> parts.add("how it is replicated"));
    if (ends) {
      parts.add("the end");
    }
    return String.join(", ", parts);
  }

  Change with(List<Attribute> others) {
    return new Change(new ArrayList<>(others), maxInactiveMs, nonce, options, touches, ends);
  }

  Batch.Builder toBatch() {
    Batch.Builder batch = Batch.newBuilder().setEnded(ends);
    attributes.forEach(attribute -> batch.addChanges(attribute.toWire()));
    maxInactiveMs.ifPresent(batch::setMaxInactiveMs);
    nonce.ifPresent(batch::setNonce);
    options.ifPresent(now -> batch.setOptions(now.toWire()));
    if (touches) {
      batch.setAccessAgeMs(0);
    }
    return batch;
  }
}
