package io.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreListenerTest extends StoreTestBase {
  private final List<String> heard = new ArrayList<>();

  private final class Hearing implements StoreListener<String, String> {
    @Override
    public void put(String key, String value) {
      heard.add(key + "=" + value);
    }

    @Override
    public void removed(String key) {
      heard.add("-" + key);
    }

    @Override
    public void missed(long events) {
      heard.add("missed " + events);
    }
  }

  @Test
  void aListenerHearsLocalAndRemoteChangesInTheirOrder() {
    Server a = start("a");
    Server b = start("b");
    store(b).addListener(new Hearing());
    store(a).put("apple", "red");
    pass(A_MOMENT);
    store(b).put("apple", "green");
    store(b).put("pear", "yellow");
    store(b).remove("apple");
    pass(A_MOMENT);
    store(a).remove("pear");
    pass(A_MOMENT);
    assertThat(heard).containsExactly("apple=red", "apple=green", "pear=yellow", "-apple", "-pear");
  }

  @Test
  void anOlderChangeThatComesLateIsNotHeard() {
    Server a = start("a");
    Server b = start("b");
    b.clock().jump(Duration.ofMinutes(-1));
    cluster.network.loseType(BATCH);
    store(b).put("apple", "green");
    store(a).put("apple", "red");
    store(a).addListener(new Hearing());
    cluster.network.heal();
    pass(QUIET);
    assertThat(heard).isEmpty();
    assertThat(contents(b)).containsEntry("apple", "red");
  }

  @Test
  void theEndOfAnEntrysTimeIsNoEvent() {
    Server a = start("a");
    store(a).addListener(new Hearing());
    store(a).put("apple", "red", Duration.ofSeconds(1));
    pass(Duration.ofMinutes(10));
    assertThat(heard).containsExactly("apple=red");
  }

  @Test
  void aListenerThatIsTooSlowIsToldHowManyEventsItMissed() {
    Server a = start("a");
    store(a).addListener(new Hearing());
    // Its worker does not run before time passes.
    for (int i = 0; i < StoreEvents.MOST_WAITING + 5; i++) {
      store(a).put("apple", "red");
    }
    pass(A_MOMENT);
    assertThat(heard).hasSize(StoreEvents.MOST_WAITING + 1).contains("missed 5");
  }

  @Test
  void aListenerThatFailsHearsTheNextEventToo() {
    Server a = start("a");
    store(a)
        .addListener(
            new StoreListener<>() {
              @Override
              public void put(String key, String value) {
                heard.add(value);
                throw new IllegalStateException("on purpose");
              }
            });
    store(a).put("apple", "red");
    store(a).put("apple", "green");
    pass(A_MOMENT);
    assertThat(heard).containsExactly("red", "green");
  }

  @Test
  void aRemovedListenerHearsNothingMore() {
    Server a = start("a");
    var hearing = new Hearing();
    store(a).addListener(hearing);
    store(a).put("apple", "red");
    pass(A_MOMENT);
    store(a).removeListener(hearing);
    store(a).put("apple", "green");
    pass(A_MOMENT);
    assertThat(heard).containsExactly("apple=red");
  }

  @Test
  void aValueThatCannotBeReadCountsAsMissed() {
    Server a = start("a");
    Server b = start("b");
    store(b).addListener(new Hearing());
    codec.forget(2.5);
    any(a).put("apple", 2.5);
    pass(A_MOMENT);
    assertThat(heard).containsExactly("missed 1");
  }
}
