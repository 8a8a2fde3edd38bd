package io.lockstep.session;

import com.google.protobuf.ByteString;
import io.lockstep.wire.proto.SessionContentOrBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * 64 bits over what a session's owner and its backups must have the same at the same position: all
 * content but the access time, who holds it, and its past. Two checksums that processors compute by
 * themselves: against accidents, not against malice.
 */
final class ContentDigest {
  private final CRC32 crc32 = new CRC32();
  private final CRC32C crc32c = new CRC32C();

  private ContentDigest() {}

  /**
   * What the digest is made of, taken in one step.
   *
   * @param content without documents
   * @param documents the digest that each of them keeps of itself, by name
   */
  record Subject(SessionContentOrBuilder content, SortedMap<String, Long> documents) {}

  static long of(Subject subject) {
    SessionContentOrBuilder content = subject.content();
    var digest = new ContentDigest();
    digest.add(content.getCreatedMs());
    digest.add(content.getMaxInactiveMs());
    digest.add(content.getNonce());
    digest.add(content.getEnded() ? 1 : 0);
    Map<String, ByteString> byName = new TreeMap<>(content.getAttributesMap());
    byName.forEach(
        (name, value) -> {
          digest.add(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
          digest.add(value.asReadOnlyByteBuffer());
        });
    digest.add(content.getOptions().toByteString().asReadOnlyByteBuffer());
    subject
        .documents()
        .forEach(
            (name, document) -> {
              digest.add(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
              digest.add(document);
            });
    return digest.value();
  }

  /** With its length, so that no two sequences of texts read the same. */
  private void add(ByteBuffer bytes) {
    add(bytes.remaining());
    feed(crc32, bytes.duplicate());
    feed(crc32c, bytes);
  }

  private void add(long number) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).putLong(number).flip();
    feed(crc32, bytes.duplicate());
    feed(crc32c, bytes);
  }

  private static void feed(Checksum checksum, ByteBuffer bytes) {
    checksum.update(bytes);
  }

  private long value() {
    return crc32.getValue() << 32 | crc32c.getValue();
  }
}
