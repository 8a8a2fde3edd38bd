package io.lockstep.codec.fory;

import io.lockstep.session.AllowList;
import io.lockstep.session.AttributeCodec;
import io.lockstep.testkit.codec.AttributeCodecContract;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

class ForyCodecContractTest extends AttributeCodecContract {
  @Override
  protected AttributeCodec codec(
      AllowList allowList, Supplier<? extends @Nullable ClassLoader> loader) {
    return new ForyAttributeCodec(allowList, loader);
  }
}
