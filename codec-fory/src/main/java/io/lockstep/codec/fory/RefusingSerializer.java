package io.lockstep.codec.fory;

import org.apache.fory.config.Config;
import org.apache.fory.context.ReadContext;
import org.apache.fory.context.WriteContext;
import org.apache.fory.serializer.Serializer;

/** In place of one that Fory has for a class that it is not to be used for. */
final class RefusingSerializer<T> extends Serializer<T> {
  private final Class<T> refused;

  RefusingSerializer(Config config, Class<T> refused) {
    super(config, refused);
    this.refused = refused;
  }

  @Override
  public void write(WriteContext context, T value) {
    throw new UnsuitedException(refused);
  }

  @Override
  public T read(ReadContext context) {
    throw new UnsuitedException(refused);
  }
}
