package io.lockstep.transport.amqp;

import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are believed, and which one is shown. As text it never shows a password.
 *
 * @param keyStore a file with the certificate to show and its private key; empty for none
 * @param keyStorePassword opens it, and the key in it
 * @param trustStore a file with the certificates to believe; empty for the JVM's
 * @param trustStorePassword opens it; one whose certificates are not encrypted needs none
 */
record TlsSettings(
    Optional<String> keyStore,
    Optional<String> keyStorePassword,
    Optional<String> trustStore,
    Optional<String> trustStorePassword) {
  static final String KEY_STORE = AmqpSettings.PREFIX + "key-store";
  static final String KEY_STORE_PASSWORD = AmqpSettings.PREFIX + "key-store-password";
  static final String TRUST_STORE = AmqpSettings.PREFIX + "trust-store";
  static final String TRUST_STORE_PASSWORD = AmqpSettings.PREFIX + "trust-store-password";

  /** No certificate, and the JVM's trust. */
  static final TlsSettings PLAIN =
      new TlsSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Reads the settings and opens the files.
   *
   * @param encrypted whether the connection will be
   * @throws IllegalArgumentException with one line that names the setting
   */
  static TlsSettings of(Map<String, String> settings, boolean encrypted) {
    var read =
        new TlsSettings(
            find(settings, KEY_STORE),
            find(settings, KEY_STORE_PASSWORD),
            find(settings, TRUST_STORE),
            find(settings, TRUST_STORE_PASSWORD));
    if (read.equals(PLAIN)) {
      return PLAIN;
    }
    require(encrypted, firstOf(settings) + ": allowed with amqps:// only");
    require(
        read.keyStore.isPresent() == read.keyStorePassword.isPresent(),
        KEY_STORE + ": allowed is both this and " + KEY_STORE_PASSWORD + ", or neither");
    require(
        read.trustStore.isPresent() || read.trustStorePassword.isEmpty(),
        TRUST_STORE_PASSWORD + ": allowed with " + TRUST_STORE + " only");
    try {
      read.context();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return read;
  }

  private static Optional<String> find(Map<String, String> settings, String name) {
    return Optional.ofNullable(settings.get(name));
  }

  private static String firstOf(Map<String, String> settings) {
    return settings.keySet().stream()
        .filter(name -> name.startsWith(KEY_STORE) || name.startsWith(TRUST_STORE))
        .min(String::compareTo)
        .orElse(KEY_STORE);
  }

  private static void require(boolean condition, String mistake) {
    if (!condition) {
      throw new IllegalArgumentException(mistake);
    }
  }

  /**
   * Reads the files again, so that a renewed certificate is used from the next connection on.
   *
   * @throws IOException when a file cannot be used, with one line that names the setting
   */
  SSLContext context() throws IOException, GeneralSecurityException {
    if (keyStore.isEmpty() && trustStore.isEmpty()) {
      return SSLContext.getDefault();
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers(), trustManagers(), null);
    return context;
  }

  private KeyManager @Nullable [] keyManagers() throws IOException, GeneralSecurityException {
    if (keyStore.isEmpty()) {
      return null;
    }
    char[] password = keyStorePassword.orElse("").toCharArray();
    KeyStore store = open(KEY_STORE, keyStore.get(), password);
    if (!holds(store, true)) {
      throw unusable(KEY_STORE, keyStore.get(), "it holds no private key");
    }
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  private TrustManager @Nullable [] trustManagers() throws IOException, GeneralSecurityException {
    if (trustStore.isEmpty()) {
      return null;
    }
    char[] password = trustStorePassword.map(String::toCharArray).orElse(null);
    KeyStore store = open(TRUST_STORE, trustStore.get(), password);
    if (!holds(store, false)) {
      throw unusable(TRUST_STORE, trustStore.get(), "it holds no certificate to believe");
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** Finds out by itself which kind of store it is. */
  private static KeyStore open(String setting, String path, char @Nullable [] password)
      throws IOException {
    try {
      return KeyStore.getInstance(new File(path), password);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw unusable(setting, path, e.getMessage());
    }
  }

  private static boolean holds(KeyStore store, boolean key) throws KeyStoreException {
    for (String alias : Collections.list(store.aliases())) {
      if (key ? store.isKeyEntry(alias) : store.isCertificateEntry(alias)) {
        return true;
      }
    }
    return false;
  }

  private static IOException unusable(String setting, String path, @Nullable String why) {
    return new IOException(
        "%s \"%s\": cannot be used with %s-password: %s".formatted(setting, path, setting, why));
  }

  @Override
  public String toString() {
    return "TlsSettings[keyStore=%s, trustStore=%s]".formatted(keyStore, trustStore);
  }
}
