package io.lockstep.testkit.codec;

import io.lockstep.session.AllowList;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.JdkAttributeCodec;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

class JdkCodecContractTest extends AttributeCodecContract {
  @Override
  protected AttributeCodec codec(
      AllowList allowList, Supplier<? extends @Nullable ClassLoader> loader) {
    return new JdkAttributeCodec(allowList, loader);
  }
}
