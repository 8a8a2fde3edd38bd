package io.lockstep.testkit.fuzz;

import com.google.protobuf.ByteString;
import io.lockstep.wire.MessageType;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The committed bytes of one type, with each of its fields set. */
record GoldenMessage(MessageType<?> type, ByteString bytes) {
  /** One of each type. */
  static List<GoldenMessage> all(Path folder) throws IOException {
    var all = new ArrayList<GoldenMessage>();
    for (MessageType<?> type : types()) {
      byte[] bytes = Files.readAllBytes(folder.resolve(type.name() + ".bin"));
      all.add(new GoldenMessage(type, ByteString.copyFrom(bytes)));
    }
    return all;
  }

  private static List<MessageType<?>> types() {
    var types = new ArrayList<MessageType<?>>();
    for (Field field : MessageType.class.getFields()) {
      if (field.getType() == MessageType.class) {
        try {
          types.add((MessageType<?>) field.get(null));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return types;
  }
}
