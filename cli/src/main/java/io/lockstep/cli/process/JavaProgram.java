package io.lockstep.cli.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Java program to run on this process's own JDK and class path, in little memory.
 *
 * @param name the process's
 * @param mainClass the class that has {@code main}
 * @param heapMegabytes the most heap it may take
 * @param arguments what {@code main} gets
 * @param settings are told on its standard input, where no other user of the machine sees them, and
 *     are read by {@link ParentWatch#readSettings}; without any, its input stays empty
 */
public record JavaProgram(
    String name,
    String mainClass,
    int heapMegabytes,
    List<String> arguments,
    Map<String, String> settings) {
  public JavaProgram {
    arguments = List.copyOf(arguments);
    settings = Map.copyOf(settings);
  }

  String input() {
    var input = new StringBuilder();
    settings.forEach((key, value) -> input.append(key).append('=').append(value).append('\n'));
    return settings.isEmpty() ? "" : input.append('\n').toString();
  }

  List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMegabytes + "m");
    // Quick to start and small, which matters more here than the last bit of throughput.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k"));
    // Its file would outlive a killed process.
    command.add("-XX:-UsePerfData");
    command.addAll(List.of("-cp", classPath(), mainClass));
    command.addAll(arguments);
    return command;
  }

  private static String classPath() {
    return System.getProperty("java.class.path", "." + File.pathSeparator);
  }
}
