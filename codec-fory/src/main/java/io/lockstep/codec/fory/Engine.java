package io.lockstep.codec.fory;

import io.lockstep.session.AllowList;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Set;
import org.apache.fory.Fory;
import org.apache.fory.logging.LoggerFactory;
import org.apache.fory.memory.MemoryBuffer;
import org.apache.fory.memory.MemoryUtils;
import org.apache.fory.resolver.ClassResolver;
import org.apache.fory.resolver.TypeResolver;
import org.jspecify.annotations.Nullable;

/** One Fory within an allow-list, of one class loader. Not thread-safe. */
final class Engine {
  /** Begins all that is written; the JDK's streams begin with another byte. */
  static final byte MARKER = (byte) 0xF1;

  private static final int MAX_DEPTH = 200;
  private static final int MAX_BYTELESS_ITEMS = 8_192;
  private static final int FIRST_BUFFER = 512;

  static {
    // What it would tell of is told by exceptions here.
    LoggerFactory.disableLogging();
  }

  private final AllowList allowList;
  private final ClassLoader loader;
  private final Fory fory;
  private final byte[] beginning;
  private @Nullable String refused;

  Engine(AllowList allowList, ClassLoader loader) {
    this.allowList = allowList;
    this.loader = loader;
    fory =
        Fory.builder()
            .withXlang(false)
            .withClassLoader(loader)
            .requireClassRegistration(false)
            .withTypeChecker(this::judge)
            .withSerializerFactory(new SuitedClasses())
            .withRefTracking(true)
            // Otherwise bytes may bring their own idea of any class's fields, String's included.
            .withCompatible(false)
            .serializeEnumByName(true)
            .withDeserializeUnknownClass(false)
            // Compiling a class for the first time takes seconds, which a failover does not have.
            .withCodegen(false)
            .withMaxDepth(MAX_DEPTH)
            .withMaxUnbackedContainerItems(MAX_BYTELESS_ITEMS)
            .withMaxGraphMemoryBytes(EnvelopeSerializer.ALL)
            .build();
    fory.register(Envelope.class, 1);
    fory.registerSerializer(Envelope.class, new EnvelopeSerializer(fory.getConfig()));
    refuseWhatIsNotListed((ClassResolver) fory.getTypeResolver());
    byte[] empty = write(new Envelope(null));
    beginning = Arrays.copyOf(empty, empty.length - 1);
  }

  private boolean judge(TypeResolver resolver, String className) {
    boolean allowed = allowList.allows(className);
    if (!allowed) {
      refused = className.replaceFirst("^\\[+L(.*);$", "$1");
    }
    return allowed;
  }

  /** Fory trusts the classes that it brings numbers for, so that they are never judged. */
  private void refuseWhatIsNotListed(ClassResolver classes) {
    for (Class<?> type : Set.copyOf(classes.getRegisteredClasses())) {
      boolean listed = type.isPrimitive() || type == Envelope.class || isListed(type);
      boolean forys = classes.getSerializer(type, false) != null;
      if (!listed || !forys) {
        refuse(classes, type);
      }
    }
  }

  private boolean isListed(Class<?> type) {
    return allowList.allows(type.getName())
        && Serializable.class.isAssignableFrom(type)
        && !Throwable.class.isAssignableFrom(type)
        && !type.getName().equals("java.lang.invoke.SerializedLambda");
  }

  private <T> void refuse(ClassResolver classes, Class<T> type) {
    classes.registerInternalSerializer(type, new RefusingSerializer<>(fory.getConfig(), type));
  }

  ClassLoader loader() {
    return loader;
  }

  /** The class for which the latest reading was refused; null when that was not the reason. */
  @Nullable String refused() {
    return refused;
  }

  /**
   * Writes a value.
   *
   * @throws UnsuitedException when Fory is not to be used for a class that occurs in it
   * @throws RuntimeException when a class is not allowed, or Fory fails otherwise
   */
  byte[] write(Object value) {
    try {
      return write(new Envelope(value));
    } catch (RuntimeException e) {
      if (Failures.reasonOf(e) instanceof UnsuitedException unsuited) {
        throw unsuited;
      }
      throw e;
    }
  }

  private byte[] write(Envelope envelope) {
    MemoryBuffer buffer = MemoryUtils.buffer(FIRST_BUFFER);
    buffer.writeByte(MARKER);
    fory.serialize(buffer, envelope);
    return buffer.getBytes(0, buffer.writerIndex());
  }

  /**
   * Reads a value.
   *
   * @throws RuntimeException when the bytes are not what this codec writes, or one of their classes
   *     is missing, not allowed, or does not fit
   */
  Object read(byte[] bytes) {
    refused = null;
    int end = Math.min(bytes.length, beginning.length);
    if (!Arrays.equals(bytes, 0, end, beginning, 0, beginning.length)) {
      throw new IllegalArgumentException("it does not begin as Fory's bytes do");
    }
    MemoryBuffer buffer = MemoryUtils.wrap(bytes);
    buffer.readerIndex(1);
    Object value = valueOf(inItsLoader(buffer));
    if (buffer.remaining() > 0) {
      throw new IllegalArgumentException("more bytes than it has");
    }
    return value;
  }

  /** Fory asks the thread's class loader for what its own does not have. */
  private Object inItsLoader(MemoryBuffer buffer) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return fory.deserialize(buffer);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Object valueOf(Object read) {
    @Nullable Object value = read instanceof Envelope envelope ? envelope.value() : null;
    if (value == null) {
      throw new IllegalArgumentException("its bytes hold null");
    }
    return value;
  }
}
