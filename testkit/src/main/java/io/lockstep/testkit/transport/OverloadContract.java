package io.lockstep.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What a transport must do that has queues: with a receiver that takes nothing, the sender goes on,
 * and learns what was dropped.
 */
public interface OverloadContract {
  /** Opens a node and waits until it is connected. */
  TestNode node();

  /** Whether each frame that overload costs is counted by its sender or its receiver. */
  default boolean countsEachLostFrame() {
    return true;
  }

  @Test
  default void aReceiverThatStandsStillHoldsNobodyUpAndWhatItCostsIsCounted() {
    TestNode sender = node();
    TestNode receiver = node();
    TestNode other = node();
    List<TestNode> all = List.of(sender, receiver, other);
    var sent = new AtomicInteger();

    // On a thread that is interrupted should a call wait for the receiver.
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          synchronized (receiver.listener().pause()) {
            while (sent.get() < 50_000 || sender.dropped() == 0) {
              sender.send(receiver, Integer.toString(sent.getAndIncrement()));
            }
          }
        });

    awaitPassing(sender, receiver, sent);
    awaitPassing(sender, other, sent);
    assertThat(receiver.listener().texts().stream().map(Integer::valueOf))
        .isSorted()
        .doesNotHaveDuplicates();
    if (countsEachLostFrame()) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(all.stream().mapToLong(OverloadContract::accountedFor).sum())
                      .isEqualTo(sent.get()));
    }
    assertThat(all).noneMatch(node -> node.listener().heard("disconnected"));
  }

  private static void awaitPassing(TestNode sender, TestNode receiver, AtomicInteger sent) {
    int first = sent.get();
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              sender.send(receiver, Integer.toString(sent.getAndIncrement()));
              return receiver.listener().texts().stream()
                  .anyMatch(text -> Integer.parseInt(text) >= first);
            });
  }

  private static long accountedFor(TestNode node) {
    return node.listener().frames().size() + node.dropped();
  }
}
