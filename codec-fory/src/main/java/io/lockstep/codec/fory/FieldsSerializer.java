package io.lockstep.codec.fory;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.fory.context.ReadContext;
import org.apache.fory.context.WriteContext;
import org.apache.fory.reflect.ObjectInstantiator;
import org.apache.fory.resolver.TypeResolver;
import org.apache.fory.serializer.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * An application's class by the names of its fields, so that it may have other fields when it is
 * read. Fory's own way writes into fields without a look at their types, which forged bytes could
 * use; here each value is checked by the JVM as it is set.
 */
final class FieldsSerializer<T> extends Serializer<T> {
  private static final int MAX_FIELDS = 10_000;
  private static final int HEADER_BYTES = 16;
  private static final int FIELD_BYTES = 8;

  private final Class<T> owner;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final @Nullable ObjectInstantiator<T> instances;
  private final @Nullable Constructor<T> canonical;

  FieldsSerializer(TypeResolver resolver, Class<T> owner) {
    super(resolver.getConfig(), owner);
    this.owner = owner;
    collect(owner);
    fields.values().forEach(field -> field.setAccessible(true));
    canonical = owner.isRecord() ? canonical(owner) : null;
    instances =
        owner.isRecord() ? null : resolver.getSharedRegistry().getObjectStreamInstantiator(owner);
  }

  private void collect(Class<?> type) {
    @Nullable Class<?> parent = type.getSuperclass();
    if (parent != null && parent != Object.class) {
      collect(parent);
    }
    String prefix = type == owner ? "" : type.getName() + ".";
    for (Field field : type.getDeclaredFields()) {
      if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
        fields.put(prefix + field.getName(), field);
      }
    }
  }

  private static <T> Constructor<T> canonical(Class<T> type) {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void write(WriteContext context, T value) {
    context.getBuffer().writeVarUInt32Small7(fields.size());
    fields.forEach(
        (name, field) -> {
          context.writeStringRef(name);
          context.writeRef(get(field, value));
        });
  }

  private @Nullable Object get(Field field, T value) {
    try {
      return field.get(value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public T read(ReadContext context) {
    int count = context.getBuffer().readVarUInt32Small7();
    if (count < 0 || count > MAX_FIELDS) {
      throw new IllegalArgumentException(count + " fields");
    }
    context.reserveGraphMemory(HEADER_BYTES + FIELD_BYTES * fields.size());
    try {
      return canonical == null
          ? readObject(context, count)
          : canonical.newInstance(readComponents(context, count));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private T readObject(ReadContext context, int count) throws IllegalAccessException {
    if (instances == null) {
      throw new IllegalStateException(owner + " cannot be made");
    }
    T object = instances.newInstance();
    context.reference(object);
    for (int i = 0; i < count; i++) {
      @Nullable Field field = fields.get(context.readStringRef());
      @Nullable Object value = context.readRef();
      if (field != null && !(value == null && field.getType().isPrimitive())) {
        field.set(object, value);
      }
    }
    return object;
  }

  private @Nullable Object[] readComponents(ReadContext context, int count) {
    Map<String, @Nullable Object> read = new HashMap<>();
    for (int i = 0; i < count; i++) {
      String name = context.readStringRef();
      read.put(name, context.readRef());
    }
    return Arrays.stream(owner.getRecordComponents())
        .map(component -> orZero(read.get(component.getName()), component.getType()))
        .toArray();
  }

  /** What a component has that the bytes do not know. */
  private static @Nullable Object orZero(@Nullable Object value, Class<?> type) {
    return value == null && type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : value;
  }
}
