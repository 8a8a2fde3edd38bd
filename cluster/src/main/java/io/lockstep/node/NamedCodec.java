package io.lockstep.node;

import io.lockstep.session.AttributeCodec;
import io.lockstep.wire.ObjectCodec;

/**
 * Objects of other services become bytes as attributes do, by the same allow-list.
 *
 * @param name what the objects are, for the message of an error
 */
record NamedCodec(String name, AttributeCodec attributes) implements ObjectCodec {
  @Override
  public byte[] serialize(Object object) {
    return attributes.serialize(name, object);
  }

  @Override
  public Object deserialize(byte[] bytes) {
    return attributes.deserialize(name, bytes);
  }
}
