package io.lockstep.store;

/** Turns keys and values into bytes and back. Thread-safe. */
public interface StoreCodec {
  /**
   * Serialises a key or a value.
   *
   * @throws IllegalArgumentException when it, or something it refers to, is not serialisable or not
   *     allowed
   */
  byte[] serialize(Object object);

  /**
   * Reads a key or a value back.
   *
   * @throws IllegalStateException when a class is missing, not allowed, or does not fit the bytes
   */
  Object deserialize(byte[] bytes);
}
