package io.lockstep.transport.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jgroups.Address;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameOrderTest {
  private static final UUID RECEIVER = new UUID(1, 1);
  private static final Address OTHER = new UUID(2, 2);

  private final FrameNumbers numbers = new FrameNumbers();
  private final List<String> handedOn = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private final Deque<byte[]> toOne = new ArrayDeque<>();
  private final Deque<byte[]> toAll = new ArrayDeque<>();
  private long nanos;
  private final FrameOrder order =
      new FrameOrder(
          RECEIVER, frame -> handedOn.add(new String(frame, StandardCharsets.UTF_8)), () -> nanos);

  private static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void sendToOne(String text) {
    sent.add(text);
    toOne.add(numbers.toOne(RECEIVER, bytes(text)).orElseThrow());
  }

  private void sendToAll(String text) {
    sent.add(text);
    toAll.add(numbers.toAll(bytes(text)));
  }

  private void sendSome(Random random, String name) {
    for (int i = 0; i < 50; i++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> sendToOne(name + " one " + i);
        case 2 -> numbers.toOne(OTHER, bytes("for another"));
        default -> sendToAll(name + " all " + i);
      }
    }
  }

  /** Each kind arrives in its order, and neither waits for the other. */
  private void arriveInAnyOrder(Random random) {
    while (!toOne.isEmpty() || !toAll.isEmpty()) {
      boolean one = toAll.isEmpty() || (!toOne.isEmpty() && random.nextBoolean());
      receive(one ? toOne.remove() : toAll.remove());
    }
  }

  private void receive(byte[] numbered) {
    order.received(numbered, 0, numbered.length);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatWentToOneAndWhatWentToAllIsPutInTheOrderItWasSent(int seed) {
    numbers.view(List.of(RECEIVER, OTHER));
    sendSome(new Random(seed), "first");
    arriveInAnyOrder(new Random(seed));

    assertThat(handedOn).isEqualTo(sent);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aReceiverThatCameLaterDoesNotWaitForWhatWasSentBefore(int seed) {
    var random = new Random(seed);
    numbers.view(List.of(OTHER));
    numbers.toAll(bytes("before it came"));
    numbers.view(List.of(RECEIVER, OTHER));
    sendSome(random, "since");
    arriveInAnyOrder(random);

    assertThat(handedOn).isEqualTo(sent);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aReceiverThatReturnsDoesNotWaitForWhatWasLostMeanwhile(int seed) {
    var random = new Random(seed);
    numbers.view(List.of(RECEIVER, OTHER));
    sendSome(random, "before");
    arriveInAnyOrder(random);
    numbers.view(List.of(OTHER));
    numbers.toAll(bytes("not for it"));
    numbers.view(List.of(RECEIVER, OTHER));
    sendSome(random, "after");
    arriveInAnyOrder(random);

    assertThat(handedOn).isEqualTo(sent);
  }

  @Test
  void aFrameIsHeldBackUntilWhatWasSentBeforeItIsThere() {
    numbers.view(List.of(RECEIVER));
    sendToAll("first");
    sendToOne("second");

    receive(toOne.remove());
    assertThat(handedOn).isEmpty();

    receive(toAll.remove());
    assertThat(handedOn).containsExactly("first", "second");
  }

  @Test
  void whatWaitsForALostFrameIsHandedOnAfterAWhile() {
    numbers.view(List.of(RECEIVER));
    sendToAll("lost");
    sendToOne("held");
    toAll.clear();
    receive(toOne.remove());

    nanos += FrameOrder.LONGEST_WAIT.toNanos() - 1;
    assertThat(order.release()).isFalse();
    assertThat(handedOn).isEmpty();

    nanos++;
    assertThat(order.release()).isTrue();
    assertThat(handedOn).containsExactly("held");
    assertThat(order.release()).isFalse();
  }

  @Test
  void whatWaitsIsHandedOnWhenItsSenderIsGone() {
    numbers.view(List.of(RECEIVER));
    sendToOne("lost");
    sendToAll("held");
    toOne.clear();
    receive(toAll.remove());
    assertThat(handedOn).isEmpty();

    order.end();

    assertThat(handedOn).containsExactly("held");
  }

  @Test
  void aFrameThatEndsTooEarlyIsRefused() {
    numbers.view(List.of(RECEIVER));
    byte[] whole = numbers.toOne(RECEIVER, new byte[0]).orElseThrow();

    for (int length = 0; length < whole.length; length++) {
      int cut = length;
      assertThatThrownBy(() -> order.received(whole, 0, cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> order.received(new byte[] {7}, 0, 1))
        .hasMessageContaining("a frame of kind 7");
    assertThat(handedOn).isEmpty();
  }

  @Test
  void nothingIsSentToWhoIsNotThere() {
    numbers.view(List.of(OTHER));

    assertThat(numbers.toOne(RECEIVER, bytes("x"))).isEmpty();
  }
}
