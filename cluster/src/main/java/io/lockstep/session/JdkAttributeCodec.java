package io.lockstep.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's serialisation within an {@link AllowList}, which binds the writer as well as the
 * reader, so that a failover is never the first to find a class that is not allowed.
 *
 * <p>What it reads may be hostile: names are judged before a class is loaded, and sizes before
 * memory is allocated.
 */
public final class JdkAttributeCodec implements AttributeCodec {
  private final AllowList allowList;
  private final Supplier<? extends @Nullable ClassLoader> classLoader;

  /**
   * Makes a codec.
   *
   * @param classLoader gives the application's class loader, asked at each reading; when it gives
   *     null, that of this class is taken
   */
  public JdkAttributeCodec(
      AllowList allowList, Supplier<? extends @Nullable ClassLoader> classLoader) {
    this.allowList = allowList;
    this.classLoader = classLoader;
  }

  @Override
  public byte[] serialize(String name, Object value) {
    if (!(value instanceof Serializable)) {
      throw notSerializable(name, value.getClass().getName(), null);
    }
    var bytes = new ByteArrayOutputStream(256);
    try (var stream = new AllowListedOutput(bytes, allowList)) {
      stream.writeObject(value);
      stream.flush();
      if (!stream.refused().isEmpty()) {
        throw new NotSerializableAttributeException(
            "Attribute \"%s\": not allowed to be replicated is %s; %s"
                .formatted(
                    name, String.join(", ", stream.refused()), allowList.advice(stream.refused())));
      }
    } catch (NotSerializableException e) {
      throw notSerializable(name, String.valueOf(e.getMessage()), e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      if (e instanceof NotSerializableAttributeException refused) {
        throw refused;
      }
      throw new NotSerializableAttributeException(
          "Attribute \"%s\" of class %s cannot be serialised: %s"
              .formatted(name, value.getClass().getName(), reason(e)),
          e);
    }
    return bytes.toByteArray();
  }

  private static NotSerializableAttributeException notSerializable(
      String name, String className, @Nullable Throwable cause) {
    String message =
        "Attribute \"%s\": class %s is not serialisable; it must implement java.io.Serializable,"
            + " or the field that holds it be transient";
    return cause == null
        ? new NotSerializableAttributeException(message.formatted(name, className))
        : new NotSerializableAttributeException(message.formatted(name, className), cause);
  }

  @Override
  public Object deserialize(String name, byte[] bytes) {
    try (var stream = new AllowListedInput(bytes, allowList, loader())) {
      @Nullable Object value = stream.readObject();
      if (value == null) {
        throw new AttributeUnreadableException(
            "Attribute \"%s\": its bytes hold null".formatted(name), new NullPointerException());
      }
      return value;
    } catch (AttributeUnreadableException e) {
      throw e;
    } catch (ClassNotFoundException e) {
      throw new AttributeUnreadableException(
          "Attribute \"%s\": class %s is not known to the application here"
              .formatted(name, e.getMessage()),
          e);
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
      throw new AttributeUnreadableException(
          "Attribute \"%s\" cannot be deserialised: %s".formatted(name, reason(e)), e);
    }
  }

  private ClassLoader loader() {
    @Nullable ClassLoader given = classLoader.get();
    return given != null ? given : JdkAttributeCodec.class.getClassLoader();
  }

  private static String reason(Throwable e) {
    return e instanceof StackOverflowError ? "its objects are nested too deeply" : e.toString();
  }
}
