package io.lockstep.codec.fory;

import io.lockstep.session.AllowList;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.AttributeCodecProvider;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the codec of the setting {@code lockstep.serialization = fory}. */
public final class ForyCodecProvider implements AttributeCodecProvider {
  @Override
  public String name() {
    return "fory";
  }

  @Override
  public AttributeCodec create(
      AllowList allowList, Supplier<? extends @Nullable ClassLoader> classLoader) {
    return new ForyAttributeCodec(allowList, classLoader);
  }
}
