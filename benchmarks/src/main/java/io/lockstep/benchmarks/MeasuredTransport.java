package io.lockstep.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transport, and what it is set beside.
 *
 * @param lockstep with different settings
 * @param raw the library that carries it, alone; null if there is none
 */
record MeasuredTransport(List<NetworkKind> lockstep, @Nullable NetworkKind raw) {
  /**
   * Those that the setting {@code benchmark.transports} names.
   *
   * @param amqp the AMQP broker
   * @param jms the JMS broker
   */
  static List<MeasuredTransport> chosen(ChildProcess amqp, ChildProcess jms) {
    String wanted = Setting.text("transports", "memory,amqp,jms,udp,tcp");
    var chosen = new ArrayList<MeasuredTransport>();
    if (wanted.contains("memory")) {
      chosen.add(
          new MeasuredTransport(List.of(NetworkKind.direct("memory", Transports::memory)), null));
    }
    if (wanted.contains("amqp")) {
      chosen.add(ofAmqp(amqp));
    }
    if (wanted.contains("jms")) {
      chosen.add(ofJms(jms));
    }
    if (wanted.contains("udp")) {
      chosen.add(
          new MeasuredTransport(
              List.of(
                  NetworkKind.direct("UDP", Transports::udp),
                  NetworkKind.direct("UDP, large buffers", Transports::udpWithLargeBuffers)),
              NetworkKind.direct("raw JGroups over UDP", Transports::rawUdp)));
    }
    if (wanted.contains("tcp")) {
      chosen.add(
          new MeasuredTransport(
              List.of(NetworkKind.direct("TCP", Transports::tcp)),
              NetworkKind.direct("raw JGroups over TCP", Transports::rawTcp)));
    }
    return chosen;
  }

  private static MeasuredTransport ofAmqp(ChildProcess broker) {
    String uri = broker.readiness();
    return new MeasuredTransport(
        List.of(NetworkKind.through(broker, "AMQP", () -> Transports.amqp(uri))),
        NetworkKind.through(broker, "raw RabbitMQ", () -> RawRabbitMq.network(uri)));
  }

  private static MeasuredTransport ofJms(ChildProcess broker) {
    String uri = broker.readiness();
    return new MeasuredTransport(
        List.of(NetworkKind.through(broker, "JMS", () -> Transports.jms(uri))),
        NetworkKind.through(broker, "raw Artemis", () -> RawArtemis.network(uri)));
  }
}
