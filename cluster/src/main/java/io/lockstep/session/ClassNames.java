package io.lockstep.session;

import java.util.Collection;

/** What a class's binary name, as it stands in a stream, tells. */
final class ClassNames {
  private ClassNames() {}

  /** An array's element type, or the class itself; empty for a primitive element. */
  static String elementOf(String className) {
    int dimensions = 0;
    while (dimensions < className.length() && className.charAt(dimensions) == '[') {
      dimensions++;
    }
    if (dimensions == 0) {
      return className;
    }
    return className.startsWith("L", dimensions) && className.endsWith(";")
        ? className.substring(dimensions + 1, className.length() - 1)
        : "";
  }

  /** The package; for a class without one, or of the JDK, the outermost class. */
  static String packageOf(String className) {
    int lastDot = className.lastIndexOf('.');
    boolean wholePackageIsTooMuch = lastDot < 0 || className.startsWith("java");
    if (!wholePackageIsTooMuch) {
      return className.substring(0, lastDot);
    }
    int nested = className.indexOf('$', lastDot + 2);
    return nested < 0 ? className : className.substring(0, nested);
  }

  /** Whether one of the packages or classes is, or holds, the class. */
  static boolean coveredBy(String className, Collection<String> packagesOrClasses) {
    return packagesOrClasses.stream().anyMatch(entry -> covers(entry, className));
  }

  private static boolean covers(String entry, String className) {
    if (!className.startsWith(entry)) {
      return false;
    }
    if (className.length() == entry.length()) {
      return true;
    }
    char next = className.charAt(entry.length());
    return next == '.' || next == '$';
  }
}
