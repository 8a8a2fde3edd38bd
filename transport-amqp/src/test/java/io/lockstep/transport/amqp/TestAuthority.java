package io.lockstep.transport.amqp;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Issues certificates, by the JDK's keytool. */
final class TestAuthority {
  static final String PASSWORD = "s3cret";

  private static final String SELF = "authority";

  private final Path directory;
  private final Path all;

  /** A new one, that keeps all in the directory. */
  TestAuthority(Path directory) throws Exception {
    this.directory = Files.createDirectories(directory);
    this.all = directory.resolve("all.p12");
    keytool(SELF, "-ext", "bc=ca:true");
  }

  /** A key store with its certificate alone. */
  Path trustStore() throws Exception {
    KeyStore store = empty();
    store.setCertificateEntry(SELF, certificate(SELF));
    return written(store, SELF);
  }

  /**
   * A key store with a new certificate and its private key.
   *
   * @param host the only one that the certificate is for
   */
  Path issue(String name, String host) throws Exception {
    keytool(name, "-signer", SELF, "-ext", "san=dns:" + host);
    KeyStore store = empty();
    Certificate[] chain = {certificate(name), certificate(SELF)};
    store.setKeyEntry(name, key(name), PASSWORD.toCharArray(), chain);
    return written(store, name);
  }

  /** The certificate in PEM format. */
  Path certificatePem(String name) throws Exception {
    return pem(name, "CERTIFICATE", certificate(name).getEncoded());
  }

  /** The authority's own certificate in PEM format. */
  Path certificatePem() throws Exception {
    return certificatePem(SELF);
  }

  /** The private key in PEM format. */
  Path keyPem(String name) throws Exception {
    return pem(name, "PRIVATE KEY", key(name).getEncoded());
  }

  private Path pem(String name, String kind, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(
        directory.resolve(name + "." + kind.replace(' ', '-') + ".pem"),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind));
  }

  private Certificate certificate(String name) throws Exception {
    return opened().getCertificate(name);
  }

  private Key key(String name) throws Exception {
    return opened().getKey(name, PASSWORD.toCharArray());
  }

  private KeyStore opened() throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(new File(all.toString()), PASSWORD.toCharArray());
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private Path written(KeyStore store, String name) throws GeneralSecurityException, IOException {
    Path path = directory.resolve(name + ".p12");
    try (OutputStream file = Files.newOutputStream(path)) {
      store.store(file, PASSWORD.toCharArray());
    }
    return path;
  }

  private void keytool(String name, String... more) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-dname",
                "CN=" + name,
                "-alias",
                name,
                "-keystore",
                all.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keytool failed: " + output);
    }
  }
}
