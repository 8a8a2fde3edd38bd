package io.lockstep.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A keyed check (HMAC-SHA-256, cut to 64 bits, as 16 hexadecimal digits) over what a cookie says,
 * so that nobody can claim an epoch that has never been, which would cost a search. Thread-safe.
 */
final class CookieSeal {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 8;

  /** Keeps a check of a cookie from being one of anything else under the same secret. */
  private static final String PURPOSE = "lockstep cookie ";

  /** Cloned for each use, which is cheaper than looking the algorithm up again. */
  private final Mac prototype;

  CookieSeal(String secret) {
    try {
      prototype = Mac.getInstance(ALGORITHM);
      prototype.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
    }
  }

  String of(String text) {
    try {
      Mac mac = (Mac) prototype.clone();
      byte[] whole = mac.doFinal((PURPOSE + text).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(whole, 0, BYTES);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The platform's own " + ALGORITHM + " can be cloned", e);
    }
  }

  boolean fits(String text, String seal) {
    return MessageDigest.isEqual(
        of(text).getBytes(StandardCharsets.US_ASCII), seal.getBytes(StandardCharsets.US_ASCII));
  }
}
