package io.lockstep.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an application's objects: a tag, then for texts, whole numbers and bytes their plain
 * form, which is written many times faster than by the JDK's serialisation and takes less room, and
 * for all else what the codec makes of it.
 */
public final class PlainBytes {
  private static final byte OBJECT = 0;
  private static final byte TEXT = 1;
  private static final byte INT = 2;
  private static final byte LONG = 3;
  private static final byte BYTES = 4;

  private PlainBytes() {}

  /**
   * The object's bytes.
   *
   * @throws IllegalArgumentException when the codec refuses it
   */
  public static byte[] write(Object object, ObjectCodec codec) {
    byte[] plain = plain(object);
    return plain != null ? plain : tagged(OBJECT, codec.serialize(object));
  }

  private static byte @Nullable [] plain(Object object) {
    if (object instanceof String text && isPlain(text)) {
      return tagged(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }
    if (object instanceof Integer number) {
      return ByteBuffer.allocate(1 + Integer.BYTES).put(INT).putInt(number).array();
    }
    if (object instanceof Long number) {
      return ByteBuffer.allocate(1 + Long.BYTES).put(LONG).putLong(number).array();
    }
    return object instanceof byte[] bytes ? tagged(BYTES, bytes) : null;
  }

  /** Half a pair of surrogates has no form in UTF-8; whole ones are left to the codec, too. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static byte[] tagged(byte tag, byte[] bytes) {
    byte[] tagged = new byte[1 + bytes.length];
    tagged[0] = tag;
    System.arraycopy(bytes, 0, tagged, 1, bytes.length);
    return tagged;
  }

  /**
   * Reads what {@link #write} gave.
   *
   * @throws IllegalStateException when it is something else, and what the codec throws
   */
  public static Object read(byte[] bytes, ObjectCodec codec) {
    return read(UnsafeByteOperations.unsafeWrap(bytes), codec);
  }

  /**
   * Reads what {@link #write} gave.
   *
   * @throws IllegalStateException when it is something else, and what the codec throws
   */
  public static Object read(ByteString bytes, ObjectCodec codec) {
    int tag = bytes.isEmpty() ? -1 : bytes.byteAt(0);
    if (tag == OBJECT) {
      return codec.deserialize(content(bytes).toByteArray());
    }
    if (tag == TEXT) {
      return content(bytes).toStringUtf8();
    }
    if (tag == BYTES) {
      return content(bytes).toByteArray();
    }
    if (tag == INT && bytes.size() == 1 + Integer.BYTES) {
      return bytes.asReadOnlyByteBuffer().getInt(1);
    }
    if (tag == LONG && bytes.size() == 1 + Long.BYTES) {
      return bytes.asReadOnlyByteBuffer().getLong(1);
    }
    throw new IllegalStateException("bytes of a form that this version does not know");
  }

  private static ByteString content(ByteString bytes) {
    return bytes.substring(1);
  }
}
