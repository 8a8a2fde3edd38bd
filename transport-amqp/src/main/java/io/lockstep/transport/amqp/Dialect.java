package io.lockstep.transport.amqp;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a broker understands beyond AMQP 0-9-1.
 *
 * <p>Common to all, because one of them demands it: nodes' queues are exclusive (RabbitMQ 4 refuses
 * transient ones that are not), never auto-delete (Qpid would then keep one that nobody consumed
 * from), and a consumer's prefetch is its own (RabbitMQ 4 refuses a global one). A full queue loses
 * its oldest frames: refusing the newest would, on Qpid, refuse a broadcast to everybody else too.
 */
enum Dialect {
  RABBITMQ_3 {
    @Override
    Map<String, Object> queueArguments(int frames, int bytes) {
      return Map.of("x-max-length", frames, "x-max-length-bytes", bytes, "x-overflow", "drop-head");
    }

    @Override
    Map<String, Object> recordArguments() {
      return RABBITMQ_4.recordArguments();
    }
  },
  RABBITMQ_4 {
    /** A virtual host's default queue type may be one that cannot be exclusive. */
    @Override
    Map<String, Object> queueArguments(int frames, int bytes) {
      return Map.of(
          "x-queue-type",
          "classic",
          "x-max-length",
          frames,
          "x-max-length-bytes",
          bytes,
          "x-overflow",
          "drop-head");
    }

    @Override
    Map<String, Object> recordArguments() {
      return Map.of("x-queue-type", "classic", "x-expires", RECORD_MS, "x-max-length", 1);
    }
  },
  QPID {
    @Override
    Map<String, Object> queueArguments(int frames, int bytes) {
      return Map.of("qpid.max_count", frames, "qpid.max_size", bytes, "qpid.policy_type", "ring");
    }

    @Override
    Map<String, Object> recordArguments() {
      return Map.of("qpid.max_count", 1, "qpid.policy_type", "ring");
    }
  },
  /** Any other broker: its queues are bounded by its own policy only. */
  PLAIN {
    @Override
    Map<String, Object> queueArguments(int frames, int bytes) {
      return Map.of();
    }

    @Override
    Map<String, Object> recordArguments() {
      return Map.of();
    }
  };

  private static final int RECORD_MS = 86_400_000;

  /** The arguments that bound a queue. */
  abstract Map<String, Object> queueArguments(int frames, int bytes);

  /**
   * The arguments of a queue that is there to be found: it ends a day after its declaration, where
   * the broker can do that, and keeps no more than one message.
   */
  abstract Map<String, Object> recordArguments();

  /** Whether such a queue ends by itself, so that it may outlast the broker's own restart. */
  boolean endsUnusedQueues() {
    return recordArguments().containsKey("x-expires");
  }

  static Dialect of(Map<String, Object> serverProperties) {
    String product = text(serverProperties.get("product")).toLowerCase(Locale.ROOT);
    if (product.contains("qpid")) {
      return QPID;
    }
    if (product.equals("rabbitmq")) {
      return majorVersion(serverProperties) >= 4 ? RABBITMQ_4 : RABBITMQ_3;
    }
    return PLAIN;
  }

  private static int majorVersion(Map<String, Object> serverProperties) {
    String major = text(serverProperties.get("version")).split("\\D", 2)[0];
    return major.isEmpty() || major.length() > 6 ? 0 : Integer.parseInt(major);
  }

  private static String text(@Nullable Object property) {
    return property == null ? "" : property.toString();
  }
}
