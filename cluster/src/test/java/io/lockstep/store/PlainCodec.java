package io.lockstep.store;

import io.lockstep.session.AttributeCodec;
import io.lockstep.session.AttributeUnreadableException;
import io.lockstep.session.NotSerializableAttributeException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Reads and writes texts and whole numbers; a test can take a text away from it. */
final class PlainCodec implements AttributeCodec {
  private final Set<String> unknown = new HashSet<>();

  /** From now on nobody can read this text. */
  void forget(String text) {
    unknown.add(text);
  }

  /** Everything can be read again. */
  void remember() {
    unknown.clear();
  }

  @Override
  public byte[] serialize(String name, Object value) {
    if (value instanceof String) {
      return ("s" + value).getBytes(StandardCharsets.UTF_8);
    }
    if (value instanceof Integer) {
      return ("i" + value).getBytes(StandardCharsets.UTF_8);
    }
    throw new NotSerializableAttributeException("class " + value.getClass().getName());
  }

  @Override
  public Object deserialize(String name, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (unknown.contains(text.substring(1))) {
      throw new AttributeUnreadableException("unknown here", new ClassNotFoundException(text));
    }
    return text.startsWith("i") ? (Object) Integer.valueOf(text.substring(1)) : text.substring(1);
  }
}
