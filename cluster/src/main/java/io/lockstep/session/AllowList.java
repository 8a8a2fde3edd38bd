package io.lockstep.session;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The classes that may be replicated: the JDK's plain types, and those of the packages and presets
 * that the application names. Immutable.
 *
 * <p>A few classes that are known to be dangerous to deserialise are refused whatever is allowed.
 */
public final class AllowList {
  private static final String PACKAGES_SETTING = "lockstep.allowed-packages";
  private static final String PRESETS_SETTING = "lockstep.allowed-presets";

  private final Set<String> packages;
  private final Set<AllowListPreset> presets;

  private AllowList(Set<String> packages, Set<AllowListPreset> presets) {
    this.packages = packages;
    this.presets = presets;
  }

  /**
   * Allows packages and presets besides the JDK's plain types.
   *
   * @param packages names of packages, which stand for their sub-packages too, or of classes, which
   *     stand for their nested classes too
   * @param presets names out of {@link #presetNames()}
   * @throws IllegalArgumentException when a name is not a package's or not a preset's
   */
  public static AllowList of(Collection<String> packages, Collection<String> presets) {
    packages.forEach(AllowList::checkPackage);
    return new AllowList(
        packages.stream().collect(Collectors.toCollection(TreeSet::new)),
        presets.stream().map(AllowListPreset::named).collect(Collectors.toSet()));
  }

  /** Allows the JDK's plain types alone. */
  public static AllowList plain() {
    return of(List.of(), List.of());
  }

  /** The names of all presets, sorted. */
  public static List<String> presetNames() {
    return AllowListPreset.names();
  }

  private static void checkPackage(String name) {
    boolean plausible =
        !name.isEmpty()
            && !name.startsWith(".")
            && !name.endsWith(".")
            && !name.contains("..")
            && name.chars().allMatch(c -> c == '.' || Character.isJavaIdentifierPart(c));
    if (!plausible) {
      throw new IllegalArgumentException(
          "%s \"%s\": allowed are names of packages or classes, separated by commas"
              .formatted(PACKAGES_SETTING, name));
    }
  }

  /** Whether the class, its component type, or a proxy's every interface, is allowed. */
  boolean allows(Class<?> type) {
    if (type.isArray()) {
      return allows(type.getComponentType());
    }
    if (Proxy.isProxyClass(type)) {
      return List.of(type.getInterfaces()).stream().allMatch(this::allows);
    }
    return type.isPrimitive() || allows(type.getName());
  }

  /**
   * Whether the class of this binary name is allowed, and may be loaded; of an array, whose name is
   * {@code [Lname;}, its component type.
   */
  public boolean allows(String className) {
    String element = ClassNames.elementOf(className);
    if (element.isEmpty()) {
      return true;
    }
    if (PlainTypes.contains(element)) {
      return true;
    }
    return !Gadgets.contains(element)
        && (ClassNames.coveredBy(element, packages)
            || presets.stream().anyMatch(preset -> preset.covers(element)));
  }

  /**
   * What to do about classes that are not allowed: the settings' lines to write, or a refusal.
   *
   * @param classNames binary names, of an array its component type's; each not allowed
   */
  public String advice(Collection<String> classNames) {
    Set<String> gadgets =
        classNames.stream()
            .filter(Gadgets::contains)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!gadgets.isEmpty()) {
      return "it is dangerous to deserialise and is refused always: " + String.join(", ", gadgets);
    }
    var neededPackages = new TreeSet<>(packages);
    var neededPresets = new TreeSet<>(presets);
    for (String className : classNames) {
      @Nullable AllowListPreset preset = AllowListPreset.covering(className);
      if (preset == null) {
        neededPackages.add(ClassNames.packageOf(className));
      } else {
        neededPresets.add(preset);
      }
    }
    var lines = new TreeSet<String>();
    if (!neededPackages.equals(packages)) {
      lines.add(PACKAGES_SETTING + "=" + String.join(",", neededPackages));
    }
    if (!neededPresets.equals(presets)) {
      lines.add(
          PRESETS_SETTING
              + "="
              + neededPresets.stream().map(AllowListPreset::name).collect(Collectors.joining(",")));
    }
    return "to allow it, set " + String.join(" and ", lines);
  }
}
