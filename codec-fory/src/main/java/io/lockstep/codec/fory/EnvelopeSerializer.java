package io.lockstep.codec.fory;

import org.apache.fory.config.Config;
import org.apache.fory.context.ReadContext;
import org.apache.fory.context.WriteContext;
import org.apache.fory.serializer.Serializer;

/** Before anything of a value is read, leaves it only as much memory as its bytes can mean. */
final class EnvelopeSerializer extends Serializer<Envelope> {
  /** What Fory is set to; nobody gets so much. */
  static final long ALL = 1L << 40;

  private static final long FREE_BYTES = 64 << 10;
  private static final long BYTES_PER_BYTE = 256;

  EnvelopeSerializer(Config config) {
    super(config, Envelope.class, false, true);
  }

  @Override
  public void write(WriteContext context, Envelope envelope) {
    context.writeRef(envelope.value());
  }

  @Override
  public Envelope read(ReadContext context) {
    long allowed = FREE_BYTES + BYTES_PER_BYTE * context.getBuffer().size();
    context.reserveGraphMemory(ALL - allowed);
    return new Envelope(context.readRef());
  }
}
