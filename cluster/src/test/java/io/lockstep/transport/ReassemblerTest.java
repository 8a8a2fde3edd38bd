package io.lockstep.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.lockstep.wire.proto.Envelope;
import io.lockstep.wire.proto.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReassemblerTest {
  private static final int MAX_BYTES = 10_000;

  private static Envelope part(long sender, long message, int index, int count, byte[] payload) {
    return part(sender, message, index, count, payload, MAX_BYTES);
  }

  private static Envelope part(
      long sender, long message, int index, int count, byte[] payload, int totalBytes) {
    return Envelope.newBuilder()
        .setIncarnation(sender)
        .setPayload(ByteString.copyFrom(payload))
        .setPart(
            Part.newBuilder()
                .setMessage(message)
                .setIndex(index)
                .setCount(count)
                .setTotalBytes(totalBytes))
        .build();
  }

  private static List<Envelope> split(long sender, long message, byte[] whole, int count) {
    var parts = new ArrayList<Envelope>();
    for (int index = 0; index < count; index++) {
      int from = (int) ((long) whole.length * index / count);
      int to = (int) ((long) whole.length * (index + 1) / count);
      byte[] payload = ByteString.copyFrom(whole, from, to - from).toByteArray();
      parts.add(part(sender, message, index, count, payload, whole.length));
    }
    return parts;
  }

  private static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Property
  void aMessageIsWholeAgainOnceItsLastPartComesInWhateverTheOrder(
      @ForAll @IntRange(max = 5_000) int length,
      @ForAll @IntRange(min = 2, max = 40) int count,
      @ForAll Random random) {
    var reassembler = new Reassembler(MAX_BYTES);
    byte[] whole = randomBytes(random, length);
    List<Envelope> parts = split(7, 1, whole, count);
    Collections.shuffle(parts, random);
    for (Envelope early : parts.subList(0, count - 1)) {
      assertThat(reassembler.add(early)).isNull();
      assertThat(reassembler.add(early)).as("the same part again").isNull();
    }
    assertThat(reassembler.add(parts.get(count - 1))).isEqualTo(whole);
  }

  @Property(tries = 200)
  void partsOfManySendersAndMessagesDoNotMix(
      @ForAll @IntRange(min = 1, max = 56) int messages, @ForAll Random random) {
    var reassembler = new Reassembler(MAX_BYTES);
    var parts = new ArrayList<Envelope>();
    var sent = new ArrayList<ByteString>();
    for (int message = 0; message < messages; message++) {
      byte[] whole = randomBytes(random, 50 + random.nextInt(100));
      sent.add(ByteString.copyFrom(whole));
      parts.addAll(split(1 + message % 7, message / 7, whole, 2 + random.nextInt(4)));
    }
    Collections.shuffle(parts, random);
    var received = new ArrayList<ByteString>();
    for (Envelope part : parts) {
      byte[] whole = reassembler.add(part);
      if (whole != null) {
        received.add(ByteString.copyFrom(whole));
      }
    }
    assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Property
  void aPartBeyondTheBoundsIsRefusedAndNothingElseIsThrown(
      @ForAll int index,
      @ForAll int count,
      @ForAll int totalBytes,
      @ForAll long message,
      @ForAll @IntRange(max = 200) int length) {
    var reassembler = new Reassembler(MAX_BYTES);
    boolean inBounds =
        count >= 2
            && count <= 4096
            && index >= 0
            && index < count
            && totalBytes >= 0
            && totalBytes <= MAX_BYTES
            && length <= totalBytes;
    Envelope part = part(1, message, index, count, new byte[length], totalBytes);
    if (inBounds) {
      assertThat(reassembler.add(part)).isNull();
    } else {
      assertThatThrownBy(() -> reassembler.add(part)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Property(tries = 100)
  void whateverComesInAWholeMessageIsNeverLargerThanAllowed(@ForAll Random random) {
    var reassembler = new Reassembler(MAX_BYTES);
    for (int i = 0; i < 300; i++) {
      Envelope part =
          part(
              1 + random.nextInt(2),
              random.nextInt(3),
              random.nextInt(5),
              random.nextInt(5),
              new byte[random.nextInt(6_000)],
              random.nextInt(12_000));
      try {
        byte[] whole = reassembler.add(part);
        if (whole != null) {
          assertThat(whole.length).isLessThanOrEqualTo(MAX_BYTES);
        }
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageContaining("part");
      }
    }
  }

  @Test
  void partsThatAreTogetherTooLargeAreRefused() {
    var reassembler = new Reassembler(MAX_BYTES);
    assertThat(reassembler.add(part(1, 1, 0, 3, new byte[6_000]))).isNull();
    assertThatThrownBy(() -> reassembler.add(part(1, 1, 1, 3, new byte[6_000])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partsThatDisagreeAboutTheirNumberAreRefused() {
    var reassembler = new Reassembler(MAX_BYTES);
    assertThat(reassembler.add(part(1, 1, 0, 3, new byte[1]))).isNull();
    assertThatThrownBy(() -> reassembler.add(part(1, 1, 1, 4, new byte[1])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void messagesThatNeverEndAreForgottenTheOldestFirst() {
    var reassembler = new Reassembler(MAX_BYTES);
    assertThat(reassembler.add(part(1, 0, 0, 2, new byte[1], 2))).isNull();
    for (int message = 1; message <= 64; message++) {
      assertThat(reassembler.add(part(1, message, 0, 2, new byte[1], 2))).isNull();
    }
    assertThat(reassembler.add(part(1, 0, 1, 2, new byte[1], 2))).as("forgotten").isNull();
    assertThat(reassembler.add(part(1, 64, 1, 2, new byte[1], 2))).as("still known").hasSize(2);
  }
}
