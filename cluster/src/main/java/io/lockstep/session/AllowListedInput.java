package io.lockstep.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads allowed classes only, with a class loader, and no more than its bytes can mean. */
final class AllowListedInput extends ObjectInputStream {
  private static final long MAX_DEPTH = 10_000;

  /** Collections ask for more slots than they have elements; all together for no more. */
  private static final long SLOTS_PER_BYTE = 16;

  private static final long FREE_SLOTS = 1_024;

  private static final Map<String, Class<?>> PRIMITIVES =
      Stream.of(
              boolean.class,
              byte.class,
              char.class,
              short.class,
              int.class,
              long.class,
              float.class,
              double.class,
              void.class)
          .collect(Collectors.toMap(Class::getName, Function.identity()));

  private final AllowList allowList;
  private final ClassLoader loader;
  private final long size;
  private long slots;

  AllowListedInput(byte[] bytes, AllowList allowList, ClassLoader loader) throws IOException {
    super(new ByteArrayInputStream(bytes));
    this.allowList = allowList;
    this.loader = loader;
    this.size = bytes.length;
    setObjectInputFilter(this::judge);
  }

  private ObjectInputFilter.Status judge(ObjectInputFilter.FilterInfo info) {
    // An array is allocated before its elements are read, and stays while those inside it are.
    slots += Math.max(0, info.arrayLength());
    boolean bounded =
        info.depth() <= MAX_DEPTH
            && info.references() <= size
            && info.streamBytes() <= size
            && slots <= FREE_SLOTS + SLOTS_PER_BYTE * size;
    @Nullable Class<?> type = info.serialClass();
    return bounded && (type == null || allowList.allows(type))
        ? ObjectInputFilter.Status.ALLOWED
        : ObjectInputFilter.Status.REJECTED;
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description)
      throws IOException, ClassNotFoundException {
    @Nullable String name = description.getName();
    @Nullable Class<?> primitive = PRIMITIVES.get(name);
    if (primitive != null) {
      return primitive;
    }
    requireAllowed(name);
    return Class.forName(name, false, loader);
  }

  @Override
  protected Class<?> resolveProxyClass(String[] interfaceNames)
      throws IOException, ClassNotFoundException {
    var interfaces = new Class<?>[interfaceNames.length];
    for (int i = 0; i < interfaceNames.length; i++) {
      requireAllowed(interfaceNames[i]);
      interfaces[i] = Class.forName(interfaceNames[i], false, loader);
    }
    try {
      // The only way to a proxy's class before its handler is read.
      return Proxy.newProxyInstance(loader, interfaces, (proxy, method, arguments) -> null)
          .getClass();
    } catch (IllegalArgumentException e) {
      throw new ClassNotFoundException(String.join(", ", interfaceNames), e);
    }
  }

  private void requireAllowed(String name) throws InvalidClassException {
    String element = ClassNames.elementOf(name);
    if (!allowList.allows(element)) {
      throw new InvalidClassException(element, "not allowed; " + allowList.advice(Set.of(element)));
    }
  }
}
