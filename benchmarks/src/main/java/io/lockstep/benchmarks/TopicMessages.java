package io.lockstep.benchmarks;

import io.lockstep.node.LockstepNode;
import io.lockstep.topic.MessageListener;
import io.lockstep.topic.MissedMessages;
import io.lockstep.topic.TopicMessage;
import java.io.IOException;
import java.util.List;

/**
 * Messages on one topic from the first node, with a listener on each other one; default settings. A
 * call publishes one message, and waits while too many are on their way.
 */
final class TopicMessages implements Subject {
  private static final String TOPIC = "benchmark";

  private final String name;
  private final List<LockstepNode> nodes;
  private final SendWindow window;
  private volatile boolean lost;

  private TopicMessages(String name, List<LockstepNode> nodes) {
    this.name = name;
    this.nodes = nodes;
    window = new SendWindow(nodes.size() - 1);
  }

  static TopicMessages start(String name, Transports transports, int count) throws Exception {
    List<LockstepNode> nodes = BenchmarkNodes.startAll("topics" + count, count, transports);
    var messages = new TopicMessages(name, nodes);
    nodes.stream().skip(1).forEach(messages::listen);
    return messages;
  }

  private void listen(LockstepNode node) {
    node.topics()
        .subscribe(
            TOPIC,
            byte[].class,
            new MessageListener<byte[]>() {
              @Override
              public void received(TopicMessage<? extends byte[]> message) {
                window.received();
              }

              @Override
              public void missed(MissedMessages missed) {
                lost = true;
              }
            });
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Client client() {
    byte[] payload = Payload.random(0, Payload.BYTES);
    return window.client(
        () -> {
          nodes.get(0).topics().publish(TOPIC, payload);
          if (lost) {
            throw new IOException(name + ": messages were lost");
          }
        });
  }

  @Override
  public void close() {
    nodes.forEach(LockstepNode::close);
  }
}
