package io.lockstep.testkit.simulation;

import io.lockstep.topic.TopicMessage;
import io.lockstep.transport.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All messages that were ever published, by the process that did it and in its order. From what is
 * heard it learns which numbers a life of that process has given them: one after the other, from
 * some message on.
 */
final class TopicTruth {
  private final Map<ServerProcess, List<Published>> published = new HashMap<>();
  private final Map<String, Published> byContent = new HashMap<>();
  private final Map<NodeId, Numbering> numberings = new HashMap<>();

  /**
   * A message.
   *
   * @param index its place among those of the process, from 0
   */
  record Published(ServerProcess process, int index, String topic) {}

  /** A life's numbers: that of a message is its index less this. */
  private record Numbering(ServerProcess process, long less) {}

  /** Notes a message before anybody can hear it; its content is its own. */
  Published publish(ServerProcess process, String topic, String content) {
    List<Published> all = published.computeIfAbsent(process, any -> new ArrayList<>());
    var message = new Published(process, all.size(), topic);
    all.add(message);
    byContent.put(content, message);
    return message;
  }

  int count() {
    return byContent.size();
  }

  /**
   * A message is heard.
   *
   * @return what is wrong with it by itself
   */
  Optional<String> heard(TopicMessage<?> message) {
    Published original = byContent.get(String.valueOf(message.content()));
    if (original == null || !original.topic().equals(message.topic())) {
      return Optional.of("nobody published that");
    }
    var numbering = new Numbering(original.process(), original.index() - message.number());
    Numbering known = numberings.putIfAbsent(message.publisher(), numbering);
    return known == null || known.equals(numbering)
        ? Optional.empty()
        : Optional.of("another message has this number");
  }

  /** The topic of the message that the publisher gave this number. */
  String topic(NodeId publisher, long number) {
    Numbering numbering = numberings.get(publisher);
    if (numbering == null) {
      throw new IllegalStateException("Nobody heard anything of " + publisher);
    }
    long index = numbering.less + number;
    List<Published> all = published.getOrDefault(numbering.process, List.of());
    return index >= 0 && index < all.size() ? all.get((int) index).topic() : "";
  }

  /** The last number that this life has given; 0 when nobody has heard it. */
  long head(NodeId publisher) {
    Numbering numbering = numberings.get(publisher);
    return numbering == null
        ? 0
        : published.getOrDefault(numbering.process, List.of()).size() - 1 - numbering.less;
  }

  /** The number that this life has given the message; below 1 when an earlier one sent it. */
  long number(NodeId publisher, Published message) {
    @Nullable Numbering numbering = numberings.get(publisher);
    return numbering == null ? 0 : message.index() - numbering.less;
  }
}
