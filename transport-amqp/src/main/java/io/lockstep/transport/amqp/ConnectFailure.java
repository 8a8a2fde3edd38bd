package io.lockstep.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in one line why the broker could not be used, and which setting that is about. */
final class ConnectFailure {
  private static final String GUEST = "guest";

  private final AmqpSettings settings;
  private final BrokerAddress broker;

  private ConnectFailure(AmqpSettings settings, BrokerAddress broker) {
    this.settings = settings;
    this.broker = broker;
  }

  static String explain(AmqpSettings settings, BrokerAddress broker, Throwable failure) {
    return new ConnectFailure(settings, broker).explain(failure);
  }

  private String explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String known = known(cause);
      if (known != null) {
        return known;
      }
    }
    boolean speaks = failure.getClass() == IOException.class && failure.getMessage() != null;
    return "The broker %s cannot be used: %s"
        .formatted(broker, speaks ? failure.getMessage() : failure);
  }

  private @Nullable String known(Throwable cause) {
    if (cause instanceof AuthenticationFailureException
        || cause instanceof PossibleAuthenticationFailureException) {
      return "The broker %s refuses user \"%s\": wrong user name or password in %s%s"
          .formatted(broker, broker.user(), settings.brokers().userSetting(), guestHint());
    }
    if (cause instanceof UnknownHostException) {
      return "The broker %s is not known: no such host".formatted(broker);
    }
    if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
      return "The broker %s did not answer in time".formatted(broker);
    }
    if (cause instanceof SSLException refused) {
      return TlsFailure.explain(broker, settings, refused);
    }
    if (cause instanceof SocketException ended
        && !(cause instanceof ConnectException || cause instanceof NoRouteToHostException)
        && broker.isEncrypted()) {
      return TlsFailure.explainReset(broker, settings, ended);
    }
    if (cause instanceof SocketException) {
      return "The broker %s cannot be reached: %s".formatted(broker, cause.getMessage());
    }
    return cause instanceof ShutdownSignalException closed ? refusal(closed) : null;
  }

  /** RabbitMQ refuses this user from other machines, and says no more than of a wrong password. */
  private String guestHint() {
    return broker.user().equals(GUEST) && !broker.isOnThisMachine()
        ? "; RabbitMQ allows " + GUEST + " from its own machine only"
        : "";
  }

  private @Nullable String refusal(ShutdownSignalException closed) {
    if (closed.getReason() instanceof AMQP.Connection.Close close) {
      return refusal(close.getReplyCode(), close.getReplyText());
    }
    if (closed.getReason() instanceof AMQP.Channel.Close close) {
      return refusal(close.getReplyCode(), close.getReplyText());
    }
    return null;
  }

  private String refusal(int code, String text) {
    if (code == AMQP.RESOURCE_LOCKED || text.contains("exclusive")) {
      return "The broker %s still holds this node's former connection (%s)".formatted(broker, text);
    }
    return "The broker %s refuses: %d %s%s".formatted(broker, code, text, hint(code, text));
  }

  private String hint(int code, String text) {
    if (code == AMQP.NOT_ALLOWED && text.contains("vhost")) {
      return text.contains("not found")
          ? "; %s names the virtual host".formatted(settings.brokers().virtualHostSetting())
          : "; the user in %s needs access to the virtual host in %s"
              .formatted(settings.brokers().userSetting(), settings.brokers().virtualHostSetting());
    }
    if (code == AMQP.PRECONDITION_FAILED) {
      return "; somebody else has declared it otherwise";
    }
    return code == AMQP.ACCESS_REFUSED
        ? "; the user in %s needs to configure, write and read lockstep.*, and to write amq.default"
            .formatted(settings.brokers().userSetting())
        : "";
  }
}
