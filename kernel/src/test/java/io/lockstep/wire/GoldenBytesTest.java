package io.lockstep.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.TextFormat;
import io.lockstep.wire.proto.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a node of wire version 1 has written stays readable: for each message type, the bytes and,
 * beside them, their meaning are kept under {@code golden/1}. A type that is new gets its own. Once
 * a release has written version 1, they are never changed; until then, delete the folder when the
 * schema changes, build from clean, and take over what it leaves in {@code target/golden/1}.
 */
class GoldenBytesTest {
  /** A kind of message and the file that holds one. */
  record Golden(String file, Parser<? extends Message> parser, int number) {
    @Override
    public String toString() {
      return file;
    }
  }

  static Stream<Golden> kinds() {
    return Stream.concat(
        Stream.of(new Golden("Envelope", Envelope.parser(), 0)),
        types().map(type -> new Golden(type.name(), type.parser(), type.number())));
  }

  private static Stream<MessageType<?>> types() {
    return Arrays.stream(MessageType.class.getFields())
        .filter(field -> field.getType() == MessageType.class)
        .map(
            field -> {
              try {
                return (MessageType<?>) field.get(null);
              } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void bytesWrittenByVersionOneAreRead(Golden golden) throws Exception {
    byte[] bytes = read(golden, ".bin");
    Message message = golden.parser.parseFrom(bytes);
    assertThat(TextFormat.printer().printToString(message))
        .isEqualTo(new String(read(golden, ".txt"), StandardCharsets.UTF_8));
    assertThat(message.getUnknownFields().asMap()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void messageWithEveryFieldSetIsReadAsItWasWritten(Golden golden) throws Exception {
    Message full = full(golden);
    assertThat(golden.parser.parseFrom(full.toByteArray())).isEqualTo(full);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void everyPrefixOfAMessageIsReadOrRefusedButNeverBreaksTheReader(Golden golden) throws Exception {
    byte[] bytes = full(golden).toByteArray();
    for (int length = 0; length < bytes.length; length++) {
      try {
        assertThat(golden.parser.parseFrom(Arrays.copyOf(bytes, length))).isNotNull();
      } catch (com.google.protobuf.InvalidProtocolBufferException refused) {
        assertThat(refused).isNotNull();
      }
    }
  }

  private static Message full(Golden golden) throws IOException {
    return Samples.full(golden.parser.parseFrom(new byte[0]));
  }

  private static byte[] read(Golden golden, String suffix) throws IOException {
    String name = "/golden/1/" + golden.file + suffix;
    try (InputStream file = GoldenBytesTest.class.getResourceAsStream(name)) {
      return file == null ? propose(golden, name) : file.readAllBytes();
    }
  }

  /** A new type: leaves a proposal to check and commit. */
  private static byte[] propose(Golden golden, String name) throws IOException {
    Message full = full(golden);
    Path folder = Path.of("target/golden/1");
    Files.createDirectories(folder);
    Files.write(folder.resolve(golden.file + ".bin"), full.toByteArray());
    Files.writeString(
        folder.resolve(golden.file + ".txt"), TextFormat.printer().printToString(full));
    return fail("No %s in src/test/resources; a proposal is in %s", name, folder);
  }
}
