package io.lockstep.testkit.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Runs many seeds on all processors, and notices when a simulated step waits for something. */
public final class SeedRun {
  private static final Duration LONGEST_SEED = Duration.ofSeconds(60);

  private final LongFunction<SimulationResult> simulation;
  private final List<Thread> threads = new ArrayList<>();

  public SeedRun(LongFunction<SimulationResult> simulation) {
    this.simulation = simulation;
  }

  /**
   * Runs the seeds, and returns their results in the seeds' order.
   *
   * @throws IllegalStateException when a seed does not end; it names what each thread is doing
   */
  public List<SimulationResult> run(LongStream seeds) throws InterruptedException {
    ExecutorService executor =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), this::thread);
    try {
      return results(executor, seeds);
    } finally {
      executor.shutdownNow();
    }
  }

  private Thread thread(Runnable task) {
    var thread = new Thread(task, "simulation");
    thread.setDaemon(true);
    synchronized (threads) {
      threads.add(thread);
    }
    return thread;
  }

  private List<SimulationResult> results(ExecutorService executor, LongStream seeds)
      throws InterruptedException {
    CompletionService<SimulationResult> running = new ExecutorCompletionService<>(executor);
    List<Future<SimulationResult>> submitted =
        seeds.mapToObj(seed -> running.submit(() -> simulation.apply(seed))).toList();
    var results = new ArrayList<SimulationResult>();
    while (results.size() < submitted.size()) {
      results.add(next(running));
    }
    results.sort(Comparator.comparingLong(SimulationResult::seed));
    return results;
  }

  private SimulationResult next(CompletionService<SimulationResult> running)
      throws InterruptedException {
    Future<SimulationResult> next = running.poll(LONGEST_SEED.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new IllegalStateException("A simulated step blocks:\n" + stacks());
    }
    try {
      return next.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A simulation failed", e.getCause());
    }
  }

  private String stacks() {
    synchronized (threads) {
      return threads.stream()
          .map(thread -> thread.getState() + " " + List.of(thread.getStackTrace()))
          .collect(Collectors.joining("\n"));
    }
  }
}
