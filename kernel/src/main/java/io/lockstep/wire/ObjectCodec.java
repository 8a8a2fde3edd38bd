package io.lockstep.wire;

/** Turns an application's objects into bytes and back. Thread-safe. */
public interface ObjectCodec {
  /**
   * Serialises an object.
   *
   * @throws IllegalArgumentException when it, or something it refers to, is not serialisable or not
   *     allowed
   */
  byte[] serialize(Object object);

  /**
   * Reads an object back.
   *
   * @throws IllegalStateException when a class is missing, not allowed, or does not fit the bytes
   */
  Object deserialize(byte[] bytes);
}
