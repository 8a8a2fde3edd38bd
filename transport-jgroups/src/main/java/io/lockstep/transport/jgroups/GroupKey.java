package io.lockstep.transport.jgroups;

import io.lockstep.config.GroupSecurity;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The key that all nodes of a group share. */
final class GroupKey {
  /** As OWASP's password storage cheat sheet has it for PBKDF2 with HMAC-SHA-512. */
  private static final int ITERATIONS = 210_000;

  private static final int BITS = 256;

  private GroupKey() {}

  /**
   * Empty when nothing is set.
   *
   * @param group sets the keys of groups with the same secret apart
   * @param prefix of the settings' names, for messages
   * @throws IllegalArgumentException when there is no such key
   */
  static Optional<SecretKey> of(GroupSecurity security, String group, String prefix) {
    return security
        .sharedSecret()
        .map(secret -> derived(secret, group))
        .or(() -> security.keyStore().map(path -> stored(security, path, prefix)));
  }

  private static SecretKey derived(String secret, String group) {
    try {
      byte[] salt = group.getBytes(StandardCharsets.UTF_8);
      var spec = new PBEKeySpec(secret.toCharArray(), salt, ITERATIONS, BITS);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java lacks what each has", e);
    }
  }

  private static SecretKey stored(GroupSecurity security, String path, String prefix) {
    var file = new File(path);
    if (!file.isFile()) {
      throw new IllegalArgumentException(
          "%skey-store \"%s\": there is no such file".formatted(prefix, path));
    }
    char[] password = security.keyStorePassword().orElseThrow().toCharArray();
    try {
      // Finds out by itself whether it is PKCS 12 or JCEKS.
      KeyStore store = KeyStore.getInstance(file, password);
      if (store.getKey(security.keyAlias(), password) instanceof SecretKey key) {
        return new SecretKeySpec(key.getEncoded(), key.getAlgorithm());
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "%skey-store \"%s\": cannot be opened with key-store-password: %s"
              .formatted(prefix, path, e.getMessage()),
          e);
    }
    throw new IllegalArgumentException(
        "%skey-alias \"%s\": allowed is the name of a secret key in %s"
            .formatted(prefix, security.keyAlias(), path));
  }
}
