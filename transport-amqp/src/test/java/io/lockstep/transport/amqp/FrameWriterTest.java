package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.connection.Outbox;
import io.lockstep.transport.connection.TrafficCounters;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  private final List<String> ends = new ArrayList<>();
  private final Outbox outbox = new Outbox();
  private final TrafficCounters counters = new TrafficCounters();

  private FrameWriter writer(Throwable failure) {
    var channel =
        (Channel)
            Proxy.newProxyInstance(
                Channel.class.getClassLoader(),
                new Class<?>[] {Channel.class},
                (proxy, method, arguments) -> {
                  throw failure;
                });
    var names = NetworkNames.of(new NodeAddress("d", "c", "s", "a"), "default");
    return new FrameWriter(channel, names, new NodeId(1), 0, counters);
  }

  @Test
  void whateverEndsTheWriterIsToldSoThatTheLinkIsMadeAnew() {
    outbox.offer(new Outbox.Outgoing(null, new byte[1]));
    outbox.offer(new Outbox.Outgoing(null, new byte[1]));

    writer(new OutOfMemoryError("steered")).run(outbox, ends::add);

    assertThat(ends).containsExactly("steered");
    assertThat(counters.read("x").droppedFrames()).isEqualTo(1);
  }

  @Test
  void theEndOfTheOutboxIsToldToo() {
    outbox.offer(Outbox.END);

    writer(new IllegalStateException("not reached")).run(outbox, ends::add);

    assertThat(ends).hasSize(1);
  }
}
