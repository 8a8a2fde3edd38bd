package io.lockstep.testkit.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.session.AttributeCodec;

/** Writes text as its bytes, so that an observer of the frames can read it. */
final class SimulationCodec implements AttributeCodec {
  @Override
  public byte[] serialize(String name, Object value) {
    return ((String) value).getBytes(UTF_8);
  }

  @Override
  public Object deserialize(String name, byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
