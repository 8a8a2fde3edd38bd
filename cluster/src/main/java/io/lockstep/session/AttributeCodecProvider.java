package io.lockstep.session;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes codecs of one kind. Found by {@link java.util.ServiceLoader}. */
public interface AttributeCodecProvider {
  /**
   * The kind's name in the setting {@code lockstep.serialization}, for example {@code fory}; of
   * lower-case letters, digits and dashes.
   */
  String name();

  /**
   * Makes a codec.
   *
   * @param allowList binds its writer as well as its reader
   * @param classLoader gives the application's class loader, asked at each reading; when it gives
   *     null, the codec takes that of its own class
   */
  AttributeCodec create(AllowList allowList, Supplier<? extends @Nullable ClassLoader> classLoader);
}
