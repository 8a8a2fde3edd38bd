package io.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.node.VirtualCluster.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an application may do with a store, and what it may not. */
class StoreEntriesTest extends StoreTestBase {
  private Server a;
  private Server b;
  private SharedStore<String, String> store;

  @BeforeEach
  void begin() {
    a = start("a");
    b = start("b");
    store = store(a);
  }

  @Test
  void conditionalPutsAreThoseOfAnyConcurrentMap() {
    assertThat(store.putIfAbsent("apple", "red")).isNull();
    assertThat(store.putIfAbsent("apple", "green")).isEqualTo("red");
    assertThat(store.replace("apple", "blue", "green")).isFalse();
    assertThat(store.replace("apple", "red", "green")).isTrue();
    assertThat(store.replace("pear", "green")).isNull();
    assertThat(store.replace("apple", "yellow")).isEqualTo("green");
    assertThat(store.remove("apple", "green")).isFalse();
    assertThat(store.merge("apple", "ish", String::concat)).isEqualTo("yellowish");
    assertThat(store.computeIfAbsent("plum", key -> "blue")).isEqualTo("blue");
    assertThat(store.remove("plum", "blue")).isTrue();
    pass(A_MOMENT);
    assertSame(Map.of("apple", "yellowish"), a, b);
  }

  @Test
  void whatFailsItsConditionSendsNothing() {
    store.put("apple", "red");
    pass(Duration.ofSeconds(1));
    long before = cluster.network.delivered(BATCH);
    store.putIfAbsent("apple", "green");
    store.replace("apple", "blue", "green");
    store.remove("apple", "blue");
    store.remove("pear");
    pass(Duration.ofSeconds(1));
    assertThat(cluster.network.delivered(BATCH)).isEqualTo(before);
  }

  @Test
  void itsViewsAreThoseOfAnyMap() {
    store.putAll(Map.of("apple", "red", "pear", "green"));
    assertThat(store).hasSize(2).containsEntry("pear", "green").containsValue("red");
    assertThat(store.keySet()).containsExactlyInAnyOrder("apple", "pear");
    assertThat(store).isEqualTo(Map.of("apple", "red", "pear", "green"));
    Iterator<String> keys = store.keySet().iterator();
    keys.next();
    keys.remove();
    assertThat(store).hasSize(1);
    store.entrySet().forEach(entry -> entry.setValue("brown"));
    pass(A_MOMENT);
    assertThat(contents(b)).isEqualTo(contents(a)).containsValue("brown");
    assertThat(store.isEmpty()).isFalse();
  }

  @Test
  void nullIsRefusedByName() {
    assertThatNullPointerException()
        .isThrownBy(() -> raw().put(nothing(), "red"))
        .withMessageContaining("key");
    assertThatNullPointerException()
        .isThrownBy(() -> raw().put("apple", nothing()))
        .withMessageContaining("value");
    assertThatNullPointerException()
        .isThrownBy(() -> raw().get(nothing()))
        .withMessageContaining("key");
    assertNothingWasSent();
  }

  private SharedStore<Object, Object> raw() {
    return any(a);
  }

  /** Null where the compiler would not let it pass. */
  private static Object nothing() {
    return new ArrayList<Object>(java.util.Collections.nCopies(1, null)).get(0);
  }

  private void assertNothingWasSent() {
    pass(Duration.ofSeconds(1));
    assertThat(store(a)).isEmpty();
    assertThat(cluster.network.delivered(BATCH)).isZero();
  }

  @Test
  void aValueThatCannotBeSerialisedIsRefusedWithStoreKeyAndClass() {
    assertThatThrownBy(() -> raw().put("apple", new Object()))
        .isInstanceOf(EntryRefusedException.class)
        .hasMessageContainingAll("fruit", "apple", "java.lang.Object");
    assertThatThrownBy(() -> raw().put(2.5f, "red"))
        .isInstanceOf(EntryRefusedException.class)
        .hasMessageContainingAll("fruit", "2.5", "java.lang.Float");
    assertNothingWasSent();
  }

  @Test
  void anEntryOverTheLimitIsRefusedWithItsSizeAndTheLimit() {
    assertThatThrownBy(() -> store.put("apple", "x".repeat(1024 * 1024)))
        .isInstanceOf(EntryRefusedException.class)
        .hasMessageContainingAll("fruit", "apple", "1048583", "1048576");
    assertNothingWasSent();
  }

  @Test
  void anEntryJustAtTheLimitReachesTheOthers() {
    store.put("apple", "x".repeat(1024 * 1024 - 7));
    pass(A_MOMENT);
    assertThat(contents(b)).isEqualTo(contents(a)).hasSize(1);
  }

  @Test
  void aStoreThatIsFullTakesWhatMakesItNoLarger() {
    SharedStore<String, String> full = fullStore();
    assertThatThrownBy(() -> full.put("plum", "blue"))
        .isInstanceOf(EntryRefusedException.class)
        .hasMessageContainingAll("fruit", "plum", "108", "100");
    assertThatThrownBy(() -> full.putIfAbsent("plum", "blue"))
        .isInstanceOf(EntryRefusedException.class);
    assertThatThrownBy(() -> full.replace("pear", "greener than green"))
        .isInstanceOf(EntryRefusedException.class);
    pass(A_MOMENT);
    assertSame(Map.of("apple", "x".repeat(80), "pear", "green"), a, b);
    full.put("pear", "brown");
    full.remove("apple");
    full.put("plum", "blue");
    pass(A_MOMENT);
    assertSame(Map.of("pear", "brown", "plum", "blue"), a, b);
  }

  @Test
  void aStoreThatIsFullTakesWhatOthersHavePut() {
    SharedStore<String, String> full = fullStore();
    store.put("plum", "blue");
    pass(A_MOMENT);
    assertThat(full).hasSize(3);
    assertThat(full.put("apple", "y".repeat(80))).isEqualTo("x".repeat(80));
    assertThatThrownBy(() -> full.put("fig", "")).isInstanceOf(EntryRefusedException.class);
  }

  /** On a node that allows 100 bytes, of which two entries take all. */
  private SharedStore<String, String> fullStore() {
    cluster.stores(new StoreSettings(100, 100, Duration.ofSeconds(10), Duration.ZERO));
    SharedStore<String, String> full = store(start("c"));
    full.put("apple", "x".repeat(80));
    full.put("pear", "green");
    return full;
  }

  @Test
  void aKeyOrValueOfAnotherClassIsRefused() {
    SharedStore<String, Integer> numbers =
        a.node().stores().getSharedStore("fruit", String.class, Integer.class);
    store.put("apple", "red");
    assertThatThrownBy(() -> numbers.get("apple"))
        .isInstanceOf(ClassCastException.class)
        .hasMessageContainingAll("fruit", "java.lang.String", "java.lang.Integer");
  }

  @Test
  void aNameIsNeitherBlankNorLongNorHasControlCharacters() {
    for (String name : List.of("", "  ", "a\nb", "x".repeat(201))) {
      assertThatThrownBy(() -> a.node().stores().getSharedStore(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 200");
    }
    assertThat(a.node().stores().names()).containsExactly("fruit");
  }

  @Test
  void aValueThatCannotBeReadHereIsAnErrorThatNamesItAndStaysAsItIs() {
    raw().put("apple", 2.5);
    codec.forget(2.5);
    pass(A_MOMENT);
    assertThatThrownBy(() -> any(b).get("apple"))
        .isInstanceOf(EntryUnreadableException.class)
        .hasMessageContainingAll("fruit", "apple", "unknown here");
    codec.remember();
    assertThat(any(b).get("apple")).isEqualTo(2.5);
  }

  @Test
  void anEntryEndsWhenItsTimeIsOver() {
    store.put("apple", "red", Duration.ofSeconds(10));
    pass(Duration.ofSeconds(9));
    assertSame(Map.of("apple", "red"), a, b);
    pass(Duration.ofSeconds(2));
    assertSame(Map.of(), a, b);
    assertThat(store.putIfAbsent("apple", "green")).isNull();
    pass(A_MOMENT);
    assertSame(Map.of("apple", "green"), a, b);
  }

  @Test
  void anEndedEntryIsForgottenWithoutATombstoneAndHurtsNoLaterPut() {
    b.clock().jump(Duration.ofSeconds(50));
    store.put("apple", "red", Duration.ofSeconds(10));
    store.put("pear", "green", Duration.ofSeconds(10));
    pass(Duration.ofSeconds(20));
    store.put("apple", "yellow");
    pass(Duration.ofMinutes(11));
    assertSame(Map.of("apple", "yellow"), a, b);
    assertThat(report(a).entries()).isEqualTo(1);
    assertThat(report(b).entries()).isEqualTo(1);
    assertThat(report(a).tombstones()).isZero();
  }

  @Test
  void aClockThatWasFastForAWhileHidesNothingAfterwards() {
    a.clock().jump(Duration.ofHours(2));
    pass(Duration.ofMinutes(1));
    a.clock().jump(Duration.ofHours(-2));
    pass(Duration.ofMinutes(1));
    store(b).put("apple", "red", Duration.ofMinutes(1));
    pass(A_MOMENT);
    assertSame(Map.of("apple", "red"), a, b);
    pass(Duration.ofMinutes(12));
    assertThat(report(a).entries() + report(b).entries()).isZero();
  }

  @Test
  void aTimeToLiveIsPositive() {
    assertThatThrownBy(() -> store.put("apple", "red", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fruit");
  }
}
