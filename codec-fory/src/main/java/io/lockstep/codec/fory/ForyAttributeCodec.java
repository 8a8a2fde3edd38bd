package io.lockstep.codec.fory;

import io.lockstep.session.AllowList;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.AttributeUnreadableException;
import io.lockstep.session.JdkAttributeCodec;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.fory.exception.InsecureException;
import org.jspecify.annotations.Nullable;

/**
 * Apache Fory's serialisation within an {@link AllowList}, which binds the writer as well as the
 * reader.
 *
 * <p>Fory writes the plain collections, times and numbers of the JDK, enums, records, and the
 * application's serialisable classes that leave their serialisation to the JDK. A value in which
 * anything else occurs is written whole by a {@link JdkAttributeCodec}, and so is one that Fory
 * could not read back at once: so both codecs take the same values. The first byte tells the two
 * apart, and both are read.
 */
public final class ForyAttributeCodec implements AttributeCodec {
  private final AllowList allowList;
  private final JdkAttributeCodec jdk;
  private final EnginePool engines;

  /**
   * Makes a codec.
   *
   * @param classLoader gives the application's class loader, asked at each use; when it gives null,
   *     that of this class is taken
   */
  public ForyAttributeCodec(
      AllowList allowList, Supplier<? extends @Nullable ClassLoader> classLoader) {
    this.allowList = allowList;
    this.jdk = new JdkAttributeCodec(allowList, classLoader);
    this.engines = new EnginePool(allowList, classLoader);
  }

  @Override
  public byte[] serialize(String name, Object value) {
    Engine engine = engines.take();
    try {
      byte[] bytes = engine.write(value);
      // What a limit of the reader refuses must be known before it is needed.
      engine.read(bytes);
      engines.giveBack(engine);
      return bytes;
    } catch (UnsuitedException e) {
      engines.giveBack(engine);
      return jdk.serialize(name, value);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // The engine is not used again: what it has noted may be half of something.
      return jdk.serialize(name, value);
    }
  }

  @Override
  public Object deserialize(String name, byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != Engine.MARKER) {
      return jdk.deserialize(name, bytes);
    }
    Engine engine = engines.take();
    try {
      return read(engine, bytes);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return readAfresh(name, bytes);
    }
  }

  /** What an engine has noted of earlier bytes, hostile ones maybe, must not fail these. */
  private Object readAfresh(String name, byte[] bytes) {
    Engine engine = engines.fresh();
    try {
      return read(engine, bytes);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw unreadable(name, engine.refused(), e);
    }
  }

  private Object read(Engine engine, byte[] bytes) {
    Object value = engine.read(bytes);
    engines.giveBack(engine);
    return value;
  }

  private AttributeUnreadableException unreadable(
      String name, @Nullable String refused, Throwable failure) {
    Throwable reason = Failures.reasonOf(failure);
    if (refused != null && reason instanceof InsecureException) {
      return new AttributeUnreadableException(
          "Attribute \"%s\": class %s is not allowed; %s"
              .formatted(name, refused, allowList.advice(Set.of(refused))),
          reason);
    }
    return new AttributeUnreadableException(
        "Attribute \"%s\" cannot be deserialised: %s".formatted(name, Failures.text(reason)),
        reason);
  }
}
