package io.lockstep.session;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Turns any value into its text; refuses values as a test says. */
final class TextCodec implements AttributeCodec {
  private final Set<String> refused = new HashSet<>();

  /** From now on a value with this text cannot be serialised. */
  void refuse(String text) {
    refused.add(text);
  }

  @Override
  public byte[] serialize(String name, Object value) {
    if (refused.contains(value.toString())) {
      throw new NotSerializableAttributeException(
          "attribute \"%s\" of class %s".formatted(name, value.getClass().getName()));
    }
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Object deserialize(String name, byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
