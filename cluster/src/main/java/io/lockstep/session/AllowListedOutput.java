package io.lockstep.session;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;

/** Notes every class in what it writes that is not allowed. */
final class AllowListedOutput extends ObjectOutputStream {
  private final AllowList allowList;
  private final Set<String> refused = new TreeSet<>();

  AllowListedOutput(OutputStream out, AllowList allowList) throws IOException {
    super(out);
    this.allowList = allowList;
  }

  /** The classes that may not be written, arrays by their element; sorted, and live. */
  Set<String> refused() {
    return refused;
  }

  @Override
  protected void annotateClass(Class<?> type) {
    judge(type);
  }

  @Override
  protected void annotateProxyClass(Class<?> type) {
    judge(type);
  }

  private void judge(Class<?> type) {
    if (allowList.allows(type)) {
      return;
    }
    if (Proxy.isProxyClass(type)) {
      Set.of(type.getInterfaces()).forEach(this::judge);
    } else {
      refused.add(ClassNames.elementOf(type.getName()));
    }
  }
}
