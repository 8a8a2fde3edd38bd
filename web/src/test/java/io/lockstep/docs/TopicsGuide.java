package io.lockstep.docs;

import io.lockstep.topic.MessageListener;
import io.lockstep.topic.MessagingService;
import io.lockstep.topic.MissedMessages;
import io.lockstep.topic.Subscription;
import io.lockstep.topic.TopicMessage;
import io.lockstep.web.ServiceManager;
import java.util.Map;

/** The Java of the guide {@code docs/topics.md}, between tags. */
final class TopicsGuide {
  private TopicsGuide() {}

  static void publish() {
    // tag::publish[]
    MessagingService topics = ServiceManager.getMessagingService();
    topics.publish("prices.tea", "4.20");
    // end::publish[]
  }

  static Subscription subscribe(MessagingService topics, Map<String, String> shown) {
    // tag::subscribe[]
    Subscription subscription =
        topics.subscribe(
            "prices.tea", String.class, message -> shown.put(message.topic(), message.content()));
    // end::subscribe[]
    return subscription;
  }

  static void listen(MessagingService topics, Map<String, String> shown) {
    // tag::pattern[]
    topics.subscribe(
        "prices.#",
        new MessageListener<>() {
          @Override
          public void received(TopicMessage<?> message) {
            shown.put(message.topic(), message.content().toString());
          }

          @Override
          public void missed(MissedMessages missed) {
            shown.clear();
          }
        });
    // end::pattern[]
  }
}
