package io.lockstep.store;

import io.lockstep.session.AttributeCodec;
import io.lockstep.session.AttributeUnreadableException;
import io.lockstep.session.NotSerializableAttributeException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Reads and writes fractions; a test can take one away from it. */
final class FractionCodec implements AttributeCodec {
  private final Set<String> unknown = new HashSet<>();

  /** From now on nobody can read this number. */
  void forget(double number) {
    unknown.add(Double.toString(number));
  }

  /** Everything can be read again. */
  void remember() {
    unknown.clear();
  }

  @Override
  public byte[] serialize(String name, Object value) {
    if (value instanceof Double) {
      return value.toString().getBytes(StandardCharsets.UTF_8);
    }
    throw new NotSerializableAttributeException("class " + value.getClass().getName());
  }

  @Override
  public Object deserialize(String name, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (unknown.contains(text)) {
      throw new AttributeUnreadableException("unknown here", new ClassNotFoundException(text));
    }
    return Double.valueOf(text);
  }
}
