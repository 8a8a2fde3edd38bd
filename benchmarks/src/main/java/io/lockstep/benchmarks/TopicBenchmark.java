package io.lockstep.benchmarks;

/** Messages of 1 KB on a topic, from one node to others, as {@link FanOut} does it. */
public final class TopicBenchmark {
  private TopicBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    System.out.println("- garbage collector: " + MachineFacts.collectors());
    try {
      FanOut.measure("topic message", TopicMessages::start);
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }
}
