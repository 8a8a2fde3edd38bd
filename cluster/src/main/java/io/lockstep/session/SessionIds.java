package io.lockstep.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes and reads the ids that clients hold: key, nonce and a keyed check (HMAC-SHA-256, cut to 64
 * bits), as 64 hexadecimal digits. A forged id fails the check and costs no search. Thread-safe.
 */
final class SessionIds {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_AND_NONCE_BYTES = 24;
  private static final int CHECK_BYTES = 8;
  private static final int ID_LENGTH = 2 * (KEY_AND_NONCE_BYTES + CHECK_BYTES);

  /**
   * Initialised with the secret; cloned for each use, which is cheaper than looking the algorithm
   * up again.
   */
  private final Mac prototype;

  SessionIds(String secret) {
    try {
      prototype = Mac.getInstance(ALGORITHM);
      prototype.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
    }
  }

  /** What an id says: which session, and which of the ids it had. */
  record Parsed(SessionKey key, long nonce) {}

  String format(SessionKey key, long nonce) {
    byte[] plain =
        ByteBuffer.allocate(KEY_AND_NONCE_BYTES)
            .putLong(key.high())
            .putLong(key.low())
            .putLong(nonce)
            .array();
    return HexFormat.of().formatHex(plain) + HexFormat.of().formatHex(check(plain));
  }

  /** Empty when the id is malformed or its check is wrong. */
  Optional<Parsed> parse(String id) {
    if (id.length() != ID_LENGTH) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(id));
      byte[] plain = new byte[KEY_AND_NONCE_BYTES];
      byte[] check = new byte[CHECK_BYTES];
      bytes.get(plain).get(check);
      if (!MessageDigest.isEqual(check, check(plain))) {
        return Optional.empty();
      }
      ByteBuffer parts = ByteBuffer.wrap(plain);
      return Optional.of(
          new Parsed(new SessionKey(parts.getLong(), parts.getLong()), parts.getLong()));
    } catch (IllegalArgumentException notHexadecimal) {
      return Optional.empty();
    }
  }

  private byte[] check(byte[] plain) {
    try {
      Mac mac = (Mac) prototype.clone();
      byte[] check = new byte[CHECK_BYTES];
      System.arraycopy(mac.doFinal(plain), 0, check, 0, CHECK_BYTES);
      return check;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The platform's own " + ALGORITHM + " can be cloned", e);
    }
  }
}
