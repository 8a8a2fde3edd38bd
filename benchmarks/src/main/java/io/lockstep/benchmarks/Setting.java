package io.lockstep.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Settings of the benchmarks: system properties that begin with {@code benchmark.}. */
final class Setting {
  private Setting() {}

  static String text(String name, String otherwise) {
    return System.getProperty("benchmark." + name, otherwise);
  }

  static int number(String name, int otherwise) {
    return Integer.parseInt(text(name, Integer.toString(otherwise)));
  }

  static List<Integer> numbers(String name, String otherwise) {
    return Arrays.stream(text(name, otherwise).split(",")).map(Integer::valueOf).toList();
  }

  static Duration seconds(String name, int otherwise) {
    return Duration.ofSeconds(number(name, otherwise));
  }
}
