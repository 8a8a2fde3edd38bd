package io.lockstep.transport.amqp;

import java.net.SocketException;
import javax.net.ssl.SSLException;

/** Says in one line why broker and node do not believe each other. */
final class TlsFailure {
  private static final String ALERT = "Received fatal alert: ";

  private TlsFailure() {}

  static String explain(BrokerAddress broker, AmqpSettings settings, SSLException failure) {
    String message = String.valueOf(failure.getMessage());
    if (!message.startsWith(ALERT)) {
      return "TLS with the broker %s failed: %s%s"
          .formatted(broker, message, hint(settings, message));
    }
    String alert = message.substring(ALERT.length());
    return isAboutCertificate(alert)
        ? refusal(broker, settings.tls(), "", alert)
        : "TLS with the broker %s failed: it says %s".formatted(broker, alert);
  }

  /**
   * A broker refuses a certificate when the handshake is over for the node. What the node has
   * written by then can end the connection before the reason is read.
   */
  static String explainReset(BrokerAddress broker, AmqpSettings settings, SocketException failure) {
    return refusal(broker, settings.tls(), "perhaps ", String.valueOf(failure.getMessage()));
  }

  private static String hint(AmqpSettings settings, String message) {
    if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
      return "; its certificate is for another host than %s names"
          .formatted(settings.brokers().hostSetting());
    }
    if (message.startsWith("PKIX path")) {
      return "; %s names whom to believe".formatted(TlsSettings.TRUST_STORE);
    }
    return message.startsWith("Unsupported or unrecognized SSL message")
        ? "; the port in %s is not one for TLS".formatted(settings.brokers().hostSetting())
        : "";
  }

  /** Alerts do not always tell a certificate that is missing from one that is not believed. */
  private static boolean isAboutCertificate(String alert) {
    return alert.contains("certificate")
        || alert.equals("unknown_ca")
        || alert.equals("handshake_failure")
        || alert.equals("access_denied");
  }

  private static String refusal(
      BrokerAddress broker, TlsSettings tls, String perhaps, String reason) {
    return tls.keyStore()
        .map(
            store ->
                "The broker %s %sdoes not accept the certificate in %s \"%s\": %s"
                    .formatted(broker, perhaps, TlsSettings.KEY_STORE, store, reason))
        .orElseGet(
            () ->
                "The broker %s %swants a certificate, and %s is not set: %s"
                    .formatted(broker, perhaps, TlsSettings.KEY_STORE, reason));
  }
}
