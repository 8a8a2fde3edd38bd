package io.lockstep.testkit.simulation;

import io.lockstep.topic.MessageListener;
import io.lockstep.topic.MissedMessages;
import io.lockstep.topic.MissedMessages.Reason;
import io.lockstep.topic.TopicMessage;
import io.lockstep.transport.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A listener that checks what it hears: each publisher's messages in their order, none twice, none
 * that was not published, and none left out of which it was not told.
 */
final class TopicWitness implements MessageListener<Object> {
  private final World world;
  private final TopicTruth truth;
  private final String name;
  private final Predicate<String> topics;
  private final boolean fromTheStart;
  private final Map<NodeId, Account> accounts = new HashMap<>();
  private int heard;
  private long lost;

  /**
   * A listener that has heard nothing.
   *
   * @param topics which it is to hear
   * @param fromTheStart whether it listens for as long as its process runs
   */
  TopicWitness(
      World world, TopicTruth truth, String name, Predicate<String> topics, boolean fromTheStart) {
    this.world = world;
    this.truth = truth;
    this.name = name;
    this.topics = topics;
    this.fromTheStart = fromTheStart;
  }

  /** From the first to the last number, all is either heard or told as lost. */
  private static final class Account {
    private long first;
    private long last;

    private Account(long first, long last) {
      this.first = first;
      this.last = last;
    }
  }

  int heard() {
    return heard;
  }

  long lost() {
    return lost;
  }

  @Override
  public void received(TopicMessage<?> message) {
    heard++;
    truth
        .heard(message)
        .ifPresent(wrong -> found("hears %s, but %s".formatted(name(message), wrong)));
    if (!topics.test(message.topic())) {
      found("hears %s though it does not listen to it".formatted(name(message)));
    }
    NodeId publisher = message.publisher();
    long number = message.number();
    Account account = accounts.computeIfAbsent(publisher, any -> new Account(number, number - 1));
    if (number <= account.last) {
      found("hears %s after number %d".formatted(name(message), account.last));
    }
    checkNothingSkipped(publisher, account.last + 1, number - 1);
    account.last = number;
  }

  private static String name(TopicMessage<?> message) {
    return "number %d of %s on %s"
        .formatted(message.number(), message.publisher(), message.topic());
  }

  @Override
  public void missed(MissedMessages missed) {
    long from = missed.from();
    long to = missed.to();
    lost += missed.count();
    Account account = accounts.get(missed.publisher());
    if (missed.reason() != Reason.LOST || from > to || missed.count() != to - from + 1) {
      found("is told of " + missed);
    } else if (account == null) {
      if (fromTheStart) {
        accounts.put(missed.publisher(), new Account(from, to));
      }
    } else if (to < account.first) {
      // The publisher has said where the beginning was. Whoever came later may have missed what
      // went by between that and its own beginning.
      if (fromTheStart) {
        checkNothingSkipped(missed.publisher(), to + 1, account.first - 1);
        account.first = from;
      }
    } else if (from > account.last) {
      checkNothingSkipped(missed.publisher(), account.last + 1, from - 1);
      account.last = to;
    } else {
      found("heard up to %d and is told of %s".formatted(account.last, missed));
    }
  }

  private void checkNothingSkipped(NodeId publisher, long from, long to) {
    for (long number = from; number <= to; number++) {
      if (topics.test(truth.topic(publisher, number))) {
        found("neither hears number %d of %s nor is told".formatted(number, publisher));
        return;
      }
    }
  }

  /** All that the publisher has sent since that number is accounted for. */
  void checkComplete(NodeId publisher, long since) {
    Account account = accounts.getOrDefault(publisher, new Account(since, since - 1));
    if (account.first > since) {
      checkNothingSkipped(publisher, since, account.first - 1);
    }
    checkNothingSkipped(publisher, account.last + 1, truth.head(publisher));
  }

  private void found(String wrong) {
    world.violations.add(name + " " + wrong);
  }
}
