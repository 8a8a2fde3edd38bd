package io.lockstep.session;

import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.UUID;

/** Values that cannot change once they are set, so that nobody need look whether they did. */
final class Immutables {
  private Immutables() {}

  static boolean contains(Object value) {
    return value instanceof String
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof Enum
        || value instanceof UUID
        || isPlatform(value, Number.class, "java.lang")
        || isPlatform(value, Temporal.class, "java.time")
        || isPlatform(value, TemporalAmount.class, "java.time");
  }

  private static boolean isPlatform(Object value, Class<?> type, String packageName) {
    return type.isInstance(value) && value.getClass().getPackageName().equals(packageName);
  }
}
