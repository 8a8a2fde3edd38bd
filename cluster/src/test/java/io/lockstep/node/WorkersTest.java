package io.lockstep.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void whatTheGivenExecutorRefusesRunsAllTheSameAndNotOnTheCaller() throws Exception {
    var workers =
        new Workers(
            task -> {
              throw new RejectedExecutionException("full");
            },
            "node");
    var ran = new CompletableFuture<String>();
    workers.execute(() -> ran.complete(Thread.currentThread().getName()));
    assertThat(ran.get(10, TimeUnit.SECONDS)).isEqualTo("node-worker");
    workers.shutdown();
  }

  @Test
  void whatTheGivenExecutorTakesIsItsOwn() {
    var workers = new Workers(Runnable::run, "node");
    var ran = new CompletableFuture<Thread>();
    workers.execute(() -> ran.complete(Thread.currentThread()));
    assertThat(ran).isCompletedWithValue(Thread.currentThread());
    workers.shutdown();
  }
}
