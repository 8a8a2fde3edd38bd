package io.lockstep.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final Duration LENGTH = Duration.ofMillis(20);

  @Test
  void theTimeUntilAllHasArrivedCounts() throws Exception {
    var slow = new Queueing(LENGTH.multipliedBy(4));
    Sample sample = new Load(slow, 2).run(LENGTH);
    long calls = sample.latencies().getTotalCount();
    assertThat(slow.settled).hasValue(2);
    assertThat(sample.throughput()).isLessThan(calls * 1e9 / LENGTH.multipliedBy(4).toNanos());
  }

  /** Answers at once, and needs so long until what it was given has arrived. */
  private static final class Queueing implements Subject {
    private final AtomicInteger settled = new AtomicInteger();
    private final Duration behind;

    Queueing(Duration behind) {
      this.behind = behind;
    }

    @Override
    public String name() {
      return "queueing";
    }

    @Override
    public Client client() {
      return new Client() {
        @Override
        public void call() {}

        @Override
        public void settle() {
          long end = System.nanoTime() + behind.toNanos();
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
          settled.incrementAndGet();
        }
      };
    }

    @Override
    public void close() {}
  }
}
