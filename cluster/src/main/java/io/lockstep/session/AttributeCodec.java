package io.lockstep.session;

/** Turns attribute values into bytes and back. Thread-safe. */
public interface AttributeCodec {
  /**
   * Serialises a value.
   *
   * @param name the attribute's name, for the message of an error
   * @throws NotSerializableAttributeException when the value, or something it refers to, is not
   *     serialisable or not allowed
   */
  byte[] serialize(String name, Object value);

  /**
   * Reads a value back.
   *
   * @param name the attribute's name, for the message of an error
   * @throws AttributeUnreadableException when a class is missing, not allowed, or does not fit the
   *     bytes
   */
  Object deserialize(String name, byte[] bytes);
}
