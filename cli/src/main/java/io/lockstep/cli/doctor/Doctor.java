package io.lockstep.cli.doctor;

import io.lockstep.config.LockstepSettings;
import io.lockstep.config.TransportInstance;
import io.lockstep.node.TransportFactory;
import io.lockstep.transport.KeyedTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Tries each transport instance of a configuration for a while. It joins no cluster. */
public final class Doctor {
  private Doctor() {}

  /**
   * What was seen.
   *
   * @param lines for people
   * @param isWell whether nothing was found that keeps a node from working
   */
  public record Result(List<String> lines, boolean isWell) {
    /** Copies the list. */
    public Result {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Listens, and tells what is likely wrong.
   *
   * @param time how long it listens; others are heard once in each of their heartbeat periods
   * @throws io.lockstep.config.ConfigurationException when a transport is not in this build
   */
  public static Result examine(
      LockstepSettings settings, TransportFactory transports, Duration time) {
    List<TransportInstance> instances = settings.messaging().instances();
    List<CompletableFuture<Set<String>>> around = new ArrayList<>();
    List<InstanceProbe> probes = new ArrayList<>();
    ExecutorService ears = Executors.newCachedThreadPool(Doctor::daemon);
    try {
      for (KeyedTransport transport : transports.create(settings).instances()) {
        probes.add(new InstanceProbe(transport));
      }
      probes.forEach(InstanceProbe::open);
      for (TransportInstance instance : instances) {
        around.add(
            CompletableFuture.supplyAsync(() -> transports.clustersAround(instance, time), ears));
      }
      CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS))
          .join();
      var diagnosis = new Diagnosis(settings.address());
      for (int i = 0; i < instances.size(); i++) {
        diagnosis.judge(instances.get(i), probes.get(i), around.get(i).join());
      }
      diagnosis.judgeNodes(probes, settings.membership().machineId());
      return new Result(diagnosis.lines(), diagnosis.isWell());
    } finally {
      probes.forEach(InstanceProbe::close);
      ears.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "lockstep-ear");
    thread.setDaemon(true);
    return thread;
  }
}
