package io.lockstep.node;

import io.lockstep.config.ConfigurationException;
import io.lockstep.config.LockstepSettings;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.AttributeCodecProvider;
import io.lockstep.session.JdkAttributeCodec;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the codec that settings ask for, out of those that are there. Thread-safe. */
public final class CodecFactory {
  /** Where what is not in every build comes from. */
  private static final Map<String, String> MODULES = Map.of("fory", "lockstep-codec-fory");

  private final Map<String, AttributeCodecProvider> providers = new TreeMap<>();

  /** Knows these, of two with one name the first, and the JDK's. */
  public CodecFactory(Iterable<AttributeCodecProvider> providers) {
    providers.forEach(provider -> this.providers.putIfAbsent(provider.name(), provider));
  }

  /** Knows those that the class loader finds, and the JDK's. */
  public static CodecFactory installed(ClassLoader loader) {
    return new CodecFactory(ServiceLoader.load(AttributeCodecProvider.class, loader));
  }

  /** What the settings ask for and this build does not have: a line each, for people. */
  public List<String> missing(LockstepSettings settings) {
    String name = settings.serialization();
    if (name.equals(LockstepSettings.JDK_SERIALIZATION) || providers.containsKey(name)) {
      return List.of();
    }
    @Nullable String module = MODULES.get(name);
    var there = new TreeSet<>(providers.keySet());
    there.add(LockstepSettings.JDK_SERIALIZATION);
    String line =
        "lockstep.serialization \"%s\": not in this build; there is %s"
            .formatted(name, String.join(", ", there));
    return List.of(module == null ? line : line + "; to have it, add " + module);
  }

  /**
   * Makes the codec.
   *
   * @param classLoader gives the application's class loader, asked at each reading
   * @throws ConfigurationException when it is {@link #missing}
   */
  public AttributeCodec create(
      LockstepSettings settings, Supplier<? extends @Nullable ClassLoader> classLoader) {
    List<String> missing = missing(settings);
    if (!missing.isEmpty()) {
      throw new ConfigurationException(missing);
    }
    @Nullable AttributeCodecProvider provider =
        settings.serialization().equals(LockstepSettings.JDK_SERIALIZATION)
            ? null
            : providers.get(settings.serialization());
    return provider == null
        ? new JdkAttributeCodec(settings.allowList(), classLoader)
        : provider.create(settings.allowList(), classLoader);
  }
}
