package io.lockstep.session;

import com.google.protobuf.ByteString;
import io.lockstep.wire.proto.AttributeChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Attributes in memory. */
final class HeapAttributes implements Attributes {
  private final Map<String, ByteString> values;

  HeapAttributes() {
    this(new HashMap<>());
  }

  /** These, which become its own. */
  HeapAttributes(Map<String, ByteString> values) {
    this.values = values;
  }

  @Override
  public @Nullable ByteString get(String name) {
    return values.get(name);
  }

  @Override
  public int sizeOf(String name) {
    return sizeOf(values.get(name));
  }

  private static int sizeOf(@Nullable ByteString value) {
    return value == null ? NONE : value.size();
  }

  @Override
  public Set<String> names() {
    return values.keySet();
  }

  @Override
  public Map<String, ByteString> all() {
    return values;
  }

  @Override
  public void prepare(List<AttributeChange> changes) {
    // There is always room.
  }

  @Override
  public void put(String name, ByteString value) {
    values.put(name, value);
  }

  @Override
  public int remove(String name) {
    return sizeOf(values.remove(name));
  }

  @Override
  public void clear() {
    values.clear();
  }

  @Override
  public Attributes inMemory() {
    return this;
  }

  @Override
  public void release() {
    // They take up nothing else.
  }
}
