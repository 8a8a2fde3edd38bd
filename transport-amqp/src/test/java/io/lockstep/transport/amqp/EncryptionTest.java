package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionTest {
  private static final char[] PASSWORD = "secret".toCharArray();

  @TempDir Path directory;

  /** A server whose certificate nobody vouches for. */
  private ServerSocket server() throws Exception {
    Path store = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store)) {
      keys.load(file, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void aBrokerWhoseCertificateIsNotTrustedIsRefused() throws Exception {
    try (ServerSocket server = server()) {
      var handshake = CompletableFuture.runAsync(() -> shakeHands(server));
      String uri = "amqps://user:pw@127.0.0.1:" + server.getLocalPort();

      assertThatThrownBy(() -> BrokerCheck.connectOnce(Map.of("lockstep.amqp.uri", uri)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("TLS with the broker amqps://user:***@127.0.0.1")
          .hasMessageContaining("certification path");

      handshake.join();
    }
  }

  private static void shakeHands(ServerSocket server) {
    try (var socket = (SSLSocket) server.accept()) {
      socket.startHandshake();
    } catch (IOException refused) {
      assertThat(refused).isNotNull();
    }
  }
}
