package io.lockstep.node;

import io.lockstep.session.AttributeCodec;
import io.lockstep.store.StoreCodec;

/** Keys and values of shared stores become bytes as attributes do, by the same allow-list. */
record EntryCodec(AttributeCodec attributes) implements StoreCodec {
  private static final String NAME = "shared store";

  @Override
  public byte[] serialize(Object object) {
    return attributes.serialize(NAME, object);
  }

  @Override
  public Object deserialize(byte[] bytes) {
    return attributes.deserialize(NAME, bytes);
  }
}
