package io.lockstep.transport.amqp;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The brokers of one RabbitMQ cluster, or a single one: any of them will do. As text they never
 * show the password.
 *
 * @param list in the order in which they are tried; not empty, all encrypted or none
 * @param hostSetting names the setting that holds the hosts
 * @param userSetting names the one that holds user and password
 * @param virtualHostSetting names the one that holds the virtual host
 */
record BrokerAddresses(
    List<BrokerAddress> list, String hostSetting, String userSetting, String virtualHostSetting) {
  static final String HOSTNAME = AmqpSettings.PREFIX + "hostname";
  static final String PORT = AmqpSettings.PREFIX + "port";
  static final String USERNAME = AmqpSettings.PREFIX + "username";
  static final String PASSWORD = AmqpSettings.PREFIX + "password";
  static final String VIRTUAL_HOST = AmqpSettings.PREFIX + "virtualhost";
  static final String TLS = AmqpSettings.PREFIX + "tls";

  private static final String GUEST = "guest";
  private static final Pattern SEVERAL = Pattern.compile("(\\w+://(?:[^/@]*@)?)([^/@]+)(/.*)?");
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:\\d{1,5})?");

  BrokerAddresses {
    list = List.copyOf(list);
  }

  /**
   * Reads either the URI, or host and port.
   *
   * @throws IllegalArgumentException with one line that names the setting
   */
  static BrokerAddresses of(Map<String, String> settings) {
    String uri = settings.get(AmqpSettings.URI);
    String hosts = settings.get(HOSTNAME);
    if (hosts == null) {
      for (String name : List.of(PORT, VIRTUAL_HOST, TLS)) {
        require(!settings.containsKey(name), name + ": allowed with " + HOSTNAME + " only");
      }
      String text = withUser(uri == null ? "" : uri.strip(), settings);
      return new BrokerAddresses(
          addresses(text),
          AmqpSettings.URI,
          user(settings).isPresent() ? USERNAME : AmqpSettings.URI,
          AmqpSettings.URI);
    }
    require(uri == null, HOSTNAME + ": allowed is either this or " + AmqpSettings.URI);
    String scheme = isTls(settings) ? "amqps://" : "amqp://";
    String user = user(settings).orElse(GUEST + ":" + GUEST);
    String path = Optional.ofNullable(settings.get(VIRTUAL_HOST)).orElse("/");
    String port = port(settings).map(number -> ":" + number).orElse("");
    return new BrokerAddresses(
        split(hosts)
            .map(host -> checkedHost(host, hosts, port))
            .map(host -> scheme + user + "@" + host + "/" + encoded(path))
            .map(text -> BrokerAddress.of(HOSTNAME, text))
            .toList(),
        HOSTNAME,
        USERNAME,
        VIRTUAL_HOST);
  }

  /** The URI may name several hosts, separated by commas. */
  private static List<BrokerAddress> addresses(String text) {
    Matcher several = SEVERAL.matcher(text);
    if (!several.matches() || several.group(2).indexOf(',') < 0) {
      return List.of(BrokerAddress.of(AmqpSettings.URI, text));
    }
    String path = several.group(3) == null ? "" : several.group(3);
    return split(several.group(2))
        .map(host -> BrokerAddress.of(AmqpSettings.URI, several.group(1) + host + path))
        .toList();
  }

  private static Stream<String> split(String hosts) {
    return Arrays.stream(hosts.split(",", -1)).map(String::strip);
  }

  private static String withUser(String uri, Map<String, String> settings) {
    Optional<String> user = user(settings);
    if (user.isEmpty()) {
      return uri;
    }
    require(
        uri.indexOf('@') < 0,
        "%s and %s: allowed where %s names no user only"
            .formatted(USERNAME, PASSWORD, AmqpSettings.URI));
    return uri.replaceFirst("://", Matcher.quoteReplacement("://" + user.get() + "@"));
  }

  private static Optional<String> user(Map<String, String> settings) {
    if (!settings.containsKey(USERNAME) && !settings.containsKey(PASSWORD)) {
      return Optional.empty();
    }
    return Optional.of(
        encoded(settings.getOrDefault(USERNAME, GUEST))
            + ":"
            + encoded(settings.getOrDefault(PASSWORD, GUEST)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static boolean isTls(Map<String, String> settings) {
    String text = settings.getOrDefault(TLS, "false").strip();
    require(
        Set.of("true", "false").contains(text),
        "%s \"%s\": allowed is true or false".formatted(TLS, text));
    return text.equals("true");
  }

  private static Optional<Integer> port(Map<String, String> settings) {
    String text = settings.get(PORT);
    if (text == null) {
      return Optional.empty();
    }
    String number = text.strip();
    require(
        number.matches("\\d{1,5}") && isPort(Integer.parseInt(number)),
        "%s \"%s\": allowed is a whole number from 1 to 65535".formatted(PORT, text));
    return Optional.of(Integer.valueOf(number));
  }

  private static boolean isPort(int number) {
    return number >= 1 && number <= 65_535;
  }

  private static String checkedHost(String host, String all, String port) {
    Matcher parts = HOST.matcher(host);
    boolean valid = parts.matches();
    String own = valid ? parts.group(1) : null;
    require(
        valid && (own == null || isPort(Integer.parseInt(own.substring(1)))),
        ("%s \"%s\": allowed are names or addresses of brokers, separated by commas, each with"
                + " :PORT where that is not %s")
            .formatted(HOSTNAME, all, PORT));
    return own == null ? host + port : host;
  }

  private static void require(boolean condition, String mistake) {
    if (!condition) {
      throw new IllegalArgumentException(mistake);
    }
  }

  boolean areEncrypted() {
    return list.get(0).isEncrypted();
  }

  @Override
  public String toString() {
    return list.stream().map(BrokerAddress::toString).collect(Collectors.joining(", "));
  }
}
