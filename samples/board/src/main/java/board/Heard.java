package board;

import io.lockstep.topic.MessageListener;
import io.lockstep.topic.MissedMessages;
import io.lockstep.topic.TopicMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the messages that were heard last. */
final class Heard implements MessageListener<String> {
  private static final int MOST = 2_000;

  private final Deque<String> messages = new ArrayDeque<>();

  @Override
  public void received(TopicMessage<? extends String> message) {
    add(message.content());
  }

  @Override
  public void missed(MissedMessages missed) {
    add("(" + missed.detail() + ")");
  }

  synchronized List<String> all() {
    return List.copyOf(messages);
  }

  private synchronized void add(String message) {
    messages.add(message);
    if (messages.size() > MOST) {
      messages.remove();
    }
  }
}
