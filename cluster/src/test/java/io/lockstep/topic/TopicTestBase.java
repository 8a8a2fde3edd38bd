package io.lockstep.topic;

import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.TopicReport;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.AttributeUnreadableException;
import io.lockstep.session.NotSerializableAttributeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What tests of topics in virtual time share. */
abstract class TopicTestBase {
  static final int BATCH = 50;
  static final int REPAIR = 51;
  static final int KEPT = 52;

  /** A frame's way, and the workers' steps, take less. */
  static final Duration A_MOMENT = Duration.ofMillis(50);

  /** Until questions for what is missing are answered or given up. */
  static final Duration A_WHILE = Duration.ofSeconds(3);

  /** Only what the tests say is lost; who is cut off is declared dead after the detection time. */
  final VirtualCluster cluster = new VirtualCluster(1, false, new Fractions());

  /** Texts need no codec; of all else it knows fractions, and reads none above 100. */
  private static final class Fractions implements AttributeCodec {
    @Override
    public byte[] serialize(String name, Object value) {
      if (value instanceof Double number) {
        return new byte[] {number.byteValue()};
      }
      throw new NotSerializableAttributeException("class " + value.getClass().getName());
    }

    @Override
    public Object deserialize(String name, byte[] bytes) {
      if (bytes[0] > 100) {
        throw new AttributeUnreadableException("unknown here", new ClassNotFoundException());
      }
      return (double) bytes[0];
    }
  }

  /** Notes what it hears. */
  static final class Hearing implements MessageListener<Object> {
    final List<String> heard = new ArrayList<>();
    final List<MissedMessages> missed = new ArrayList<>();

    @Override
    public void received(TopicMessage<?> message) {
      heard.add(message.topic() + " " + message.content());
    }

    @Override
    public void missed(MissedMessages messages) {
      missed.add(messages);
      heard.add("missed %s %d-%d".formatted(messages.reason(), messages.from(), messages.to()));
    }
  }

  Server start(String server) {
    return cluster.start(server);
  }

  void pass(Duration duration) {
    cluster.pass(duration);
  }

  static Hearing listen(Server server, String topic) {
    var hearing = new Hearing();
    server.node().topics().subscribe(topic, hearing);
    return hearing;
  }

  static void publish(Server server, String topic, Object... messages) {
    for (Object message : messages) {
      server.node().topics().publish(topic, message);
    }
  }

  NodeReport report(Server server) throws Exception {
    return cluster.await(server.node().observer().report());
  }

  TopicReport report(Server server, String topic) throws Exception {
    return report(server).topics().topics().stream()
        .filter(report -> report.name().equals(topic))
        .findFirst()
        .orElseThrow();
  }
}
