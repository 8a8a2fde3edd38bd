package io.lockstep.session;

import java.util.Set;

/**
 * The JDK's types that hold data and nothing else. A proxy and a lambda are data too, because their
 * handler and their capturing class must be allowed by themselves. Not here is {@code
 * java.net.URL}, whose hash code asks the name service.
 */
final class PlainTypes {
  /** Packages without their sub-packages. */
  private static final Set<String> PACKAGES =
      Set.of(
          "java.math",
          "java.text",
          "java.time",
          "java.time.chrono",
          "java.time.format",
          "java.time.temporal",
          "java.time.zone",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks",
          "java.util.function");

  private static final Set<String> CLASSES =
      Set.of(
          "java.io.File",
          "java.io.Serializable",
          "java.lang.ArithmeticException",
          "java.lang.ArrayIndexOutOfBoundsException",
          "java.lang.AssertionError",
          "java.lang.AutoCloseable",
          "java.lang.Boolean",
          "java.lang.Byte",
          "java.lang.CharSequence",
          "java.lang.Character",
          "java.lang.ClassCastException",
          "java.lang.CloneNotSupportedException",
          "java.lang.Cloneable",
          "java.lang.Comparable",
          "java.lang.Double",
          "java.lang.Enum",
          "java.lang.Error",
          "java.lang.Exception",
          "java.lang.Float",
          "java.lang.IllegalArgumentException",
          "java.lang.IllegalStateException",
          "java.lang.IndexOutOfBoundsException",
          "java.lang.Integer",
          "java.lang.InterruptedException",
          "java.lang.Iterable",
          "java.lang.Long",
          "java.lang.NullPointerException",
          "java.lang.Number",
          "java.lang.NumberFormatException",
          "java.lang.Object",
          "java.lang.Record",
          "java.lang.Runnable",
          "java.lang.RuntimeException",
          "java.lang.SecurityException",
          "java.lang.Short",
          "java.lang.StackTraceElement",
          "java.lang.String",
          "java.lang.StringBuffer",
          "java.lang.StringBuilder",
          "java.lang.Throwable",
          "java.lang.UnsupportedOperationException",
          "java.lang.invoke.SerializedLambda",
          "java.lang.reflect.Proxy",
          "java.net.Inet4Address",
          "java.net.Inet6Address",
          "java.net.InetAddress",
          "java.net.InetSocketAddress",
          "java.net.SocketAddress",
          "java.net.URI",
          "java.security.Principal",
          "java.sql.Date",
          "java.sql.Time",
          "java.sql.Timestamp",
          "java.util.regex.Pattern",
          "sun.util.calendar.ZoneInfo");

  private PlainTypes() {}

  static boolean contains(String className) {
    return CLASSES.contains(className)
        || (className.startsWith("java.") && PACKAGES.contains(packageOf(className)));
  }

  private static String packageOf(String className) {
    return className.substring(0, className.lastIndexOf('.'));
  }
}
