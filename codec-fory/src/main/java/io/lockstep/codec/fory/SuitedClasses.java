package io.lockstep.codec.fory;

import java.io.Externalizable;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import org.apache.fory.resolver.TypeResolver;
import org.apache.fory.serializer.Serializer;
import org.apache.fory.serializer.SerializerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Decides on each class that Fory has no serialiser of its own for. Code of the application's that
 * reads from a stream, or of the JDK's, never runs within Fory: it would rely on checks of the
 * JDK's stream that Fory does not have.
 */
final class SuitedClasses implements SerializerFactory {
  private static final Set<String> OWN_MATTER =
      Set.of("writeObject", "readObject", "readObjectNoData", "writeReplace", "readResolve");

  /** Makes one for the application's classes; Fory's is right for what else is suited. */
  @Override
  public @Nullable Serializer<?> createSerializer(TypeResolver resolver, Class<?> type) {
    if (!suits(resolver, type)) {
      throw new UnsuitedException(type);
    }
    return type.isArray() || isName(type) ? null : new FieldsSerializer<>(resolver, type);
  }

  /** Of these there are no instances, or they are no more than a name. */
  private static boolean isName(Class<?> type) {
    return type.isPrimitive()
        || Modifier.isAbstract(type.getModifiers())
        || Enum.class.isAssignableFrom(type);
  }

  private static boolean suits(TypeResolver resolver, Class<?> type) {
    if (type.isArray()) {
      Class<?> component = type.getComponentType();
      return resolver.isRegistered(component) || suits(resolver, component);
    }
    if (isName(type)) {
      return true;
    }
    return Serializable.class.isAssignableFrom(type)
        && !Externalizable.class.isAssignableFrom(type)
        && !type.isHidden()
        && !Proxy.isProxyClass(type)
        && isPlain(type);
  }

  private static boolean isPlain(Class<?> type) {
    for (@Nullable Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (each == Object.class || each == Record.class) {
        return true;
      }
      if (each.getName().startsWith("java") || hasItsOwnWay(each)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasItsOwnWay(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
            .map(Method::getName)
            .anyMatch(OWN_MATTER::contains)
        || Arrays.stream(type.getDeclaredFields())
            .map(Field::getName)
            .anyMatch("serialPersistentFields"::equals);
  }
}
