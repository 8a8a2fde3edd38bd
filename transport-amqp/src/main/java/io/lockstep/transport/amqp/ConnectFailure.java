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

/** Says in one line why the broker could not be used. */
final class ConnectFailure {
  private ConnectFailure() {}

  static String explain(AmqpSettings settings, BrokerAddress broker, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String known = known(settings, broker, cause);
      if (known != null) {
        return known;
      }
    }
    boolean speaks = failure.getClass() == IOException.class && failure.getMessage() != null;
    return "The broker %s cannot be used: %s"
        .formatted(broker, speaks ? failure.getMessage() : failure);
  }

  private static @Nullable String known(
      AmqpSettings settings, BrokerAddress broker, Throwable cause) {
    if (cause instanceof AuthenticationFailureException
        || cause instanceof PossibleAuthenticationFailureException) {
      return "The broker %s refuses user \"%s\": wrong user name or password"
          .formatted(broker, broker.user());
    }
    if (cause instanceof UnknownHostException) {
      return "The broker %s is not known: no such host".formatted(broker);
    }
    if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
      return "The broker %s did not answer in time".formatted(broker);
    }
    if (cause instanceof SSLException refused) {
      return TlsFailure.explain(broker, settings.tls(), refused);
    }
    if (cause instanceof SocketException ended
        && !(cause instanceof ConnectException || cause instanceof NoRouteToHostException)
        && broker.isEncrypted()) {
      return TlsFailure.explainReset(broker, settings.tls(), ended);
    }
    if (cause instanceof SocketException) {
      return "The broker %s cannot be reached: %s".formatted(broker, cause.getMessage());
    }
    return cause instanceof ShutdownSignalException closed ? refusal(broker, closed) : null;
  }

  private static @Nullable String refusal(BrokerAddress broker, ShutdownSignalException closed) {
    if (closed.getReason() instanceof AMQP.Connection.Close close) {
      return refusal(broker, close.getReplyCode(), close.getReplyText());
    }
    if (closed.getReason() instanceof AMQP.Channel.Close close) {
      return refusal(broker, close.getReplyCode(), close.getReplyText());
    }
    return null;
  }

  private static String refusal(BrokerAddress broker, int code, String text) {
    if (code == AMQP.RESOURCE_LOCKED || text.contains("exclusive")) {
      return "The broker %s still holds this node's former connection (%s)".formatted(broker, text);
    }
    return "The broker %s refuses: %d %s".formatted(broker, code, text);
  }
}
