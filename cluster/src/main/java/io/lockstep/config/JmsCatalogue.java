package io.lockstep.config;

import io.lockstep.config.JmsSettings.AcknowledgeMode;
import io.lockstep.config.JmsSettings.DeliveryMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of one JMS block; their elements are below {@code <jms>}. */
final class JmsCatalogue {
  /** Before the name of a parameter of the initial context's environment. */
  static final String ENVIRONMENT = "environment.";

  private static final Pattern CONSTANT =
      Pattern.compile("(?:(?:(?:javax\\.|jakarta\\.)?jms\\.)?(\\w+)\\.)?([A-Z_]+)");

  private static final String IN_ANY_PACKAGE =
      ", each also after javax.jms., jakarta.jms. or jms.; ";

  static final Setting<String> CONNECTION_FACTORY =
      Setting.computed(
          "connection-factory-jndi-name",
          "jndi/connection-factory-jndi-name",
          ValueTypes.NOT_EMPTY,
          "required",
          "the connection factory's full name in JNDI");
  static final Setting<String> DESTINATION =
      Setting.computed(
          "destination-jndi-name",
          "jndi/destination-jndi-name",
          ValueTypes.NOT_EMPTY,
          "required",
          "the name in JNDI of the topic to send to and receive from");

  /** Stands for all parameters: each is called as it likes. */
  static final Setting<String> PARAMETER =
      Setting.of(
          ENVIRONMENT + "PARAMETER",
          "jndi/initial-context-environment/param",
          ValueTypes.TEXT,
          "",
          "a parameter of the initial context's environment; in a file its `name` and `value` are"
              + " attributes");

  static final Setting<String> CLIENT_ID =
      Setting.computed(
          "client-id",
          "connection/client-id",
          ValueTypes.NOT_EMPTY,
          "generated for each node",
          "the connection's client id; a container that refuses to set it is left alone");
  static final Setting<Boolean> TRANSACTED =
      Setting.of(
          "transacted",
          "session/transacted",
          ValueTypes.FLAG,
          "false",
          "whether sessions are transacted");
  static final Setting<AcknowledgeMode> ACKNOWLEDGE_MODE =
      Setting.of(
          "acknowledge-mode",
          "session/acknowledge-mode",
          constants(
              "Session",
              Map.of(
                  "AUTO_ACKNOWLEDGE", AcknowledgeMode.AUTO_ACKNOWLEDGE,
                  "1", AcknowledgeMode.AUTO_ACKNOWLEDGE,
                  "CLIENT_ACKNOWLEDGE", AcknowledgeMode.CLIENT_ACKNOWLEDGE,
                  "2", AcknowledgeMode.CLIENT_ACKNOWLEDGE,
                  "DUPS_OK_ACKNOWLEDGE", AcknowledgeMode.DUPS_OK_ACKNOWLEDGE,
                  "3", AcknowledgeMode.DUPS_OK_ACKNOWLEDGE,
                  "SESSION_TRANSACTED", AcknowledgeMode.SESSION_TRANSACTED,
                  "0", AcknowledgeMode.SESSION_TRANSACTED),
              "Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE or"
                  + " Session.SESSION_TRANSACTED",
              "or 1, 2, 3 or 0"),
          "AUTO_ACKNOWLEDGE",
          "how messages are acknowledged; `SESSION_TRANSACTED` only in transacted sessions");
  static final Setting<DeliveryMode> DELIVERY_MODE =
      Setting.of(
          "delivery-mode",
          "message-producer/delivery-mode",
          constants(
              "DeliveryMode",
              Map.of(
                  "NON_PERSISTENT", DeliveryMode.NON_PERSISTENT,
                  "1", DeliveryMode.NON_PERSISTENT,
                  "PERSISTENT", DeliveryMode.PERSISTENT,
                  "2", DeliveryMode.PERSISTENT),
              "DeliveryMode.NON_PERSISTENT or DeliveryMode.PERSISTENT",
              "or 1 or 2"),
          "NON_PERSISTENT",
          "whether the provider keeps messages on disk");
  static final Setting<Integer> PRIORITY =
      Setting.of(
          "priority",
          "message-producer/priority",
          constantOr(
              "Message",
              Map.of("DEFAULT_PRIORITY", 4),
              ValueTypes.number(0, 9),
              "Message.DEFAULT_PRIORITY"),
          "DEFAULT_PRIORITY",
          "of each message");
  static final Setting<Duration> TIME_TO_LIVE =
      Setting.of(
          "time-to-live",
          "message-producer/time-to-live",
          constantOr(
              "Message",
              Map.of("DEFAULT_TIME_TO_LIVE", Duration.ZERO),
              ValueTypes.TIME,
              "Message.DEFAULT_TIME_TO_LIVE"),
          "DEFAULT_TIME_TO_LIVE",
          "after which the provider drops a message; the default, zero, is never");
  static final Setting<Boolean> DISABLE_MESSAGE_ID =
      Setting.of(
          "disable-message-id",
          "message-producer/disable-message-id",
          ValueTypes.FLAG,
          "false",
          "whether messages go without an id");
  static final Setting<Boolean> DISABLE_MESSAGE_TIMESTAMP =
      Setting.of(
          "disable-message-timestamp",
          "message-producer/disable-message-timestamp",
          ValueTypes.FLAG,
          "false",
          "whether messages go without a time");
  static final Setting<Boolean> DURABLE =
      Setting.of(
          "durable",
          "subscriber/durable",
          ValueTypes.FLAG,
          "false",
          "whether the subscription outlives the connection");
  static final Setting<String> SUBSCRIPTION_NAME =
      Setting.computed(
          "subscription-name",
          "subscriber/subscription-name",
          ValueTypes.NOT_EMPTY,
          "required for a durable subscription",
          "the durable subscription's name");

  static final List<Setting<?>> ALL =
      List.of(
          CONNECTION_FACTORY,
          DESTINATION,
          CLIENT_ID,
          TRANSACTED,
          ACKNOWLEDGE_MODE,
          DELIVERY_MODE,
          PRIORITY,
          TIME_TO_LIVE,
          DISABLE_MESSAGE_ID,
          DISABLE_MESSAGE_TIMESTAMP,
          DURABLE,
          SUBSCRIPTION_NAME);

  private JmsCatalogue() {}

  private static <T> ValueType<T> constants(
      String holder, Map<String, T> values, String names, String numbers) {
    return new ValueType<>(
        "constant",
        text -> Optional.ofNullable(values.get(constant(holder, text).orElse(text))),
        names + IN_ANY_PACKAGE + numbers);
  }

  private static <T> ValueType<T> constantOr(
      String holder, Map<String, T> values, ValueType<T> other, String name) {
    return new ValueType<>(
        "constant, or " + other.name(),
        text ->
            constant(holder, text)
                .flatMap(constant -> Optional.ofNullable(values.get(constant)))
                .or(() -> other.parse(text)),
        name + IN_ANY_PACKAGE + "or " + other.allowed());
  }

  /** The constant's own name; empty when the text names none of this holder. */
  private static Optional<String> constant(String holder, String text) {
    Matcher matcher = CONSTANT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String given = matcher.group(1);
    return given == null || given.equals(holder)
        ? Optional.of(matcher.group(2))
        : Optional.of(text);
  }
}
