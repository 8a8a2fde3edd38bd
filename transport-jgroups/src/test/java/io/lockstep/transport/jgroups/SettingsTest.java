package io.lockstep.transport.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.TransportProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.KeyGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final NodeAddress ADDRESS = new NodeAddress("local", "tests", "one", "app");

  @TempDir Path directory;

  private static void create(TransportProvider provider, Map<String, String> settings) {
    Map<String, String> named = new HashMap<>();
    settings.forEach((name, value) -> named.put("lockstep." + provider.name() + "." + name, value));
    provider.create(ADDRESS, "default", named);
  }

  private static void tcp(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("hosts", "app1", "bind-address", "127.0.0.1"));
    all.putAll(settings);
    create(new TcpTransportProvider(), all);
  }

  private static void udp(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("port", "4000"));
    all.putAll(settings);
    create(new UdpTransportProvider(), all);
  }

  @Test
  void anAddressThatIsNotOfThisMachineIsRefusedWithThoseThatAre() {
    assertThatThrownBy(() -> tcp(Map.of("bind-address", "192.0.2.1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("lockstep.tcp.bind-address \"192.0.2.1\": allowed is an address of")
        .hasMessageContaining("127.0.0.1");
  }

  @Test
  void anAddressThatIsNoMulticastAddressIsRefused() {
    assertThatThrownBy(() -> udp(Map.of("multicast-address", "10.1.1.1")))
        .hasMessageContaining("multicast-address \"10.1.1.1\": allowed is a multicast address");
  }

  @Test
  void aMulticastAddressOfAnotherKindThanTheBindAddressIsRefused() {
    assertThatThrownBy(
            () -> udp(Map.of("bind-address", "127.0.0.1", "multicast-address", "ff02::4d")))
        .hasMessageContaining("lockstep.udp.multicast-address \"ff02::4d\": allowed is one of the")
        .hasMessageContaining("as 127.0.0.1, the address of this machine");
  }

  @Test
  void broadcastFromAnIpv6AddressIsRefused() {
    assertThatThrownBy(() -> udp(Map.of("bind-address", "::1", "subnet-mask", "255.0.0.0")))
        .hasMessageContaining("allowed for broadcast is an IPv4 address");
  }

  @Test
  void tcpWithoutHostsIsRefused() {
    assertThatThrownBy(() -> create(new TcpTransportProvider(), Map.of()))
        .hasMessageContaining("lockstep.tcp.hosts: is missing; allowed are the servers' names");
  }

  @Test
  void aHostThatIsNoneIsRefused() {
    assertThatThrownBy(() -> tcp(Map.of("hosts", "app1, http://app2")))
        .hasMessageContaining("lockstep.tcp.hosts \"http://app2\": allowed is a name or address");
    assertThatThrownBy(() -> tcp(Map.of("hosts", "app1:70000")))
        .hasMessageContaining("lockstep.tcp.hosts \"app1:70000\": allowed is");
  }

  @Test
  void aSecretThatIsTooShortIsRefusedAndNotTold() {
    assertThatThrownBy(() -> tcp(Map.of("shared-secret", "swordfish")))
        .hasMessageContaining("lockstep.tcp.shared-secret: allowed is a text of 12 letters or more")
        .hasMessageNotContaining("swordfish");
  }

  @Test
  void aSecretBesideAKeyStoreIsRefused() {
    assertThatThrownBy(
            () ->
                tcp(
                    Map.of(
                        "shared-secret", "a secret of some length",
                        "key-store", "keys.p12",
                        "key-store-password", "password")))
        .hasMessageContaining("key-store: allowed is either a shared-secret or a key-store");
  }

  @Test
  void aKeyStoreNeedsItsPassword() {
    assertThatThrownBy(() -> tcp(Map.of("key-store", "keys.p12")))
        .hasMessageContaining("lockstep.tcp.key-store-password: is missing");
  }

  @Test
  void aKeyStoreThatCannotBeOpenedIsRefused() throws Exception {
    Path store = keyStore("right");

    assertThatThrownBy(
            () -> tcp(Map.of("key-store", store.toString(), "key-store-password", "wrong")))
        .hasMessageStartingWith("lockstep.tcp.key-store \"" + store + "\": cannot be opened");
    assertThatThrownBy(
            () -> tcp(Map.of("key-store", store + ".gone", "key-store-password", "right")))
        .hasMessageContaining("key-store \"" + store + ".gone\": there is no such file");
  }

  @Test
  void aKeyThatIsNotInTheStoreIsRefused() throws Exception {
    Path store = keyStore("password");

    assertThatThrownBy(
            () ->
                tcp(
                    Map.of(
                        "key-store", store.toString(),
                        "key-store-password", "password",
                        "key-alias", "other")))
        .hasMessageContaining("key-alias \"other\": allowed is the name of a secret key in");
  }

  @Test
  void aKeyInAStoreIsTaken() throws Exception {
    Path store = keyStore("password");

    tcp(Map.of("key-store", store.toString(), "key-store-password", "password"));

    assertThat(store).exists();
  }

  private Path keyStore(String password) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    var generator = KeyGenerator.getInstance("AES");
    generator.init(256);
    store.setEntry(
        "lockstep",
        new KeyStore.SecretKeyEntry(generator.generateKey()),
        new KeyStore.PasswordProtection(password.toCharArray()));
    Path file = directory.resolve("keys.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
    return file;
  }
}
