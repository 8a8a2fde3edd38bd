package io.lockstep.testkit.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes messages that are read without fault, and mean nothing good. */
final class Senseless {
  private static final int MOST_REPEATED = 50;

  private final RandomGenerator random;

  Senseless(RandomGenerator random) {
    this.random = random;
  }

  /** A copy in which one field, at some depth, is another. */
  Message of(Message sound) {
    List<FieldDescriptor> fields = sound.getDescriptorForType().getFields();
    if (fields.isEmpty()) {
      return sound;
    }
    FieldDescriptor field = fields.get(random.nextInt(fields.size()));
    Message.Builder builder = sound.toBuilder();
    if (random.nextInt(6) == 0) {
      builder.clearField(field);
    } else if (field.isRepeated()) {
      repeat(builder, field);
    } else {
      builder.setField(field, value(builder, field, builder.getField(field)));
    }
    return builder.build();
  }

  private void repeat(Message.Builder builder, FieldDescriptor field) {
    int present = builder.getRepeatedFieldCount(field);
    if (present > 0 && random.nextBoolean()) {
      int at = random.nextInt(present);
      builder.setRepeatedField(
          field, at, value(builder, field, builder.getRepeatedField(field, at)));
      return;
    }
    Object before =
        present > 0 ? builder.getRepeatedField(field, 0) : value(builder, field, nothing(field));
    for (int more = random.nextInt(MOST_REPEATED); more > 0; more--) {
      builder.addRepeatedField(
          field, random.nextBoolean() ? before : value(builder, field, before));
    }
  }

  private static Object nothing(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? "" : field.getDefaultValue();
  }

  private Object value(Message.Builder builder, FieldDescriptor field, Object before) {
    return switch (field.getJavaType()) {
      case INT -> (int) number();
      case LONG -> number();
      case FLOAT -> Float.NaN;
      case DOUBLE -> random.nextBoolean() ? Double.NaN : Double.NEGATIVE_INFINITY;
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text();
      case BYTE_STRING -> bytes((ByteString) before);
      case ENUM -> any(field.getEnumType().getValues());
      case MESSAGE ->
          before instanceof Message message
              ? of(message)
              : builder.newBuilderForField(field).buildPartial();
    };
  }

  private EnumValueDescriptor any(List<EnumValueDescriptor> values) {
    return values.get(random.nextInt(values.size()));
  }

  private long number() {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> Long.MAX_VALUE;
      case 2 -> Long.MIN_VALUE;
      case 3 -> Integer.MAX_VALUE;
      case 4 -> -1;
      default -> random.nextInt(1, 5);
    };
  }

  private String text() {
    return switch (random.nextInt(4)) {
      case 0 -> "";
      case 1 -> "text with . and space";
      case 2 -> "#.*";
      default -> "x".repeat(random.nextInt(300));
    };
  }

  private ByteString bytes(ByteString before) {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return random.nextBoolean()
        ? before.concat(ByteString.copyFrom(bytes))
        : ByteString.copyFrom(bytes);
  }
}
