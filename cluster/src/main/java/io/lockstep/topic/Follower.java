package io.lockstep.topic;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.time.Timer;
import io.lockstep.topic.MissedMessages.Reason;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.TopicEntry;
import io.lockstep.wire.proto.TopicKept;
import io.lockstep.wire.proto.TopicRepair;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Follows one publisher: passes its messages on in their order and each once. What comes after a
 * gap is held until the missing messages have come, or until it is clear that they will not; then
 * the gap is told. Lives on the loop.
 *
 * <p>Where it begins only the publisher knows, who counts this node in from some message on. Until
 * it has said so, the first messages that come are the beginning.
 */
final class Follower {
  private static final Duration PATIENCE = Duration.ofMillis(250);
  private static final int MOST_QUESTIONS = 3;
  private static final int MOST_RARE_QUESTIONS = 30;
  private static final Duration RARE = Duration.ofSeconds(1);
  private static final long NOWHERE = -1;

  private final TopicContext context;
  private final Channels channels;
  private final NodeId publisher;
  private final Epoch life;
  private final HeldBatches.Budget budget;
  private final HeldBatches held;
  private long begin = NOWHERE;
  private boolean beginIsRight;
  private Position position;
  private long head;
  private int questions;
  private @Nullable Timer timer;

  Follower(TopicContext context, Channels channels, NodeId publisher, HeldBatches.Budget budget) {
    this.context = context;
    this.channels = channels;
    this.publisher = publisher;
    this.budget = budget;
    held = new HeldBatches(budget);
    life = new Epoch(1, publisher.incarnation());
    position = new Position(life, 0);
  }

  /** A batch came in, or, when it is empty, word of how far the publisher has come. */
  void onBatch(Batch batch) {
    long first = batch.from();
    head = Math.max(head, batch.last());
    if (begin == NOWHERE && first == 1) {
      beginAt(1);
      beginIsRight = true;
    }
    if (begin == NOWHERE) {
      hold(batch);
    } else {
      switch (position.judge(life, first)) {
        case NEXT, DUPLICATE -> passOn(batch);
        default -> hold(batch);
      }
    }
    goOn();
  }

  /** The publisher has said from where on this node is to have its messages. */
  void onKept(TopicKept kept) {
    if (begin == NOWHERE) {
      beginAt(Math.min(kept.getSince(), firstAtHand()));
    } else if (!beginIsRight && kept.getSince() < begin) {
      lose(kept.getSince(), begin - 1);
      begin = kept.getSince();
    }
    beginIsRight = true;
    if (isMissing() && position.sequence() + 1 < kept.getOldest()) {
      skipTo(Math.min(kept.getOldest(), firstAtHand()));
    }
    goOn();
  }

  /** Nothing more comes: passes on what is held. */
  void end() {
    while (begin == NOWHERE ? !held.isEmpty() : isMissing()) {
      giveUp();
      passOnHeld();
    }
    if (timer != null) {
      timer.cancel();
    }
  }

  private void beginAt(long first) {
    begin = first;
    position = new Position(life, first - 1);
  }

  /** The first message that is held, or else the one after the last. */
  private long firstAtHand() {
    return held.isEmpty() ? head + 1 : held.first();
  }

  private boolean isMissing() {
    return begin == NOWHERE || position.sequence() < head;
  }

  private void hold(Batch batch) {
    held.add(batch);
    if (budget.isOverdrawn()) {
      context.counters().increment("topics.held-too-long");
      giveUp();
    }
  }

  private void passOn(Batch batch) {
    long number = batch.from();
    String topic = "";
    for (TopicEntry entry : batch.messages()) {
      topic = entry.hasTopic() ? entry.getTopic() : topic;
      if (number > position.sequence()) {
        position = position.next();
        questions = 0;
        channels.received(new Numbered(topic, publisher, number, entry.getContent()));
      }
      number++;
    }
  }

  /** Passes on what is held and can be, and asks for what cannot. */
  private void goOn() {
    passOnHeld();
    if (timer == null && (isMissing() || !beginIsRight)) {
      ask();
    }
  }

  private void passOnHeld() {
    Batch next = nextHeld();
    while (next != null) {
      passOn(next);
      next = nextHeld();
    }
  }

  private @Nullable Batch nextHeld() {
    return begin == NOWHERE ? null : held.takeBy(position.sequence() + 1);
  }

  private void ask() {
    timer = null;
    boolean missing = isMissing();
    if (questions >= (missing ? MOST_QUESTIONS : MOST_RARE_QUESTIONS)) {
      questions = 0;
      if (missing) {
        giveUp();
        goOn();
      }
      // The beginning is asked for once more when the publisher is heard.
    } else if (missing || !beginIsRight) {
      questions++;
      send();
      timer = context.loop().schedule(missing ? PATIENCE : RARE, this::ask);
    } else {
      questions = 0;
    }
  }

  private void send() {
    TopicRepair repair =
        TopicRepair.newBuilder()
            .setFrom(begin == NOWHERE ? 0 : position.sequence() + 1)
            .setTo(firstAtHand() - 1)
            .build();
    context.messenger().send(publisher, MessageType.TOPIC_REPAIR, repair);
  }

  /** What is missing before that which is at hand will not come. */
  private void giveUp() {
    if (begin == NOWHERE) {
      beginAt(firstAtHand());
    } else {
      skipTo(firstAtHand());
    }
  }

  private void skipTo(long number) {
    lose(position.sequence() + 1, number - 1);
    position = new Position(life, number - 1);
  }

  private void lose(long from, long to) {
    if (from <= to) {
      channels.lost(
          new MissedMessages(
              publisher,
              from,
              to,
              to - from + 1,
              Reason.LOST,
              "%d messages of %s, on any topics, did not arrive"
                  .formatted(to - from + 1, publisher)));
    }
  }
}
