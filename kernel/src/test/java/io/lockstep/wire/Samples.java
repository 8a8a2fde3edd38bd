package io.lockstep.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;

/** Messages with a value in each field, the same at every call. */
final class Samples {
  private Samples() {}

  /** The message of that kind in which every field, at every depth, is set. */
  static Message full(Message kind) {
    Message.Builder builder = kind.newBuilderForType();
    for (FieldDescriptor field : kind.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        builder.addRepeatedField(field, value(builder, field));
      } else {
        builder.setField(field, value(builder, field));
      }
    }
    return builder.build();
  }

  private static Object value(Message.Builder builder, FieldDescriptor field) {
    int number = field.getNumber();
    return switch (field.getJavaType()) {
      case INT -> -number;
      case LONG -> Long.MIN_VALUE + number;
      case FLOAT -> number + 0.5f;
      case DOUBLE -> number + 0.25;
      case BOOLEAN -> true;
      case STRING -> field.getName() + " é";
      case BYTE_STRING -> ByteString.copyFrom(new byte[] {(byte) number, 0, -1});
      case ENUM -> last(field.getEnumType().getValues());
      case MESSAGE -> full(builder.newBuilderForField(field).buildPartial());
    };
  }

  private static EnumValueDescriptor last(List<EnumValueDescriptor> values) {
    return values.get(values.size() - 1);
  }
}
