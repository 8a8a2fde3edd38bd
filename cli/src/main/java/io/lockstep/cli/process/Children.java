package io.lockstep.cli.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts child processes, and ends them all when it is closed. None outlives this process, however
 * that ends. Thread-safe, but see {@link #startNative}.
 */
public final class Children implements AutoCloseable {
  private static final int GRACE_SECONDS = 3;

  private final Path logs;
  private final List<Entry> entries = new ArrayList<>();
  private boolean closed;

  /**
   * @param logs the directory for the files with what the children print
   */
  public Children(Path logs) {
    this.logs = logs;
  }

  /**
   * Starts a Java program that ends with its standard input.
   *
   * @throws StartException when this is closed already, or the process cannot be started
   */
  public Child startJava(JavaProgram program, String awaited) {
    return start(program.name(), program.command(), awaited, program.input(), true);
  }

  /**
   * Starts a program that isn't Java's. The kernel kills it when the calling thread ends: so this
   * must be called from the thread that runs {@code main}, which must go on as long as the program
   * shall.
   *
   * @param command an absolute path, and arguments
   * @throws StartException when this is closed already, or the process cannot be started
   */
  public Child startNative(String name, List<String> command, String awaited) {
    var bound = new ArrayList<String>();
    bound.addAll(List.of("setpriv", "--pdeathsig", "KILL", "--", "sh", "-c"));
    // A parent that ended before setpriv asked for the signal would never send it.
    bound.add("[ \"$PPID\" = \"$0\" ] && exec \"$@\"");
    bound.add(Long.toString(ProcessHandle.current().pid()));
    bound.addAll(command);
    return start(name, bound, awaited, "", false);
  }

  private synchronized Child start(
      String name, List<String> command, String awaited, String input, boolean endsWithInput) {
    if (closed) {
      throw new StartException("the demo is ending");
    }
    entries.removeIf(entry -> !entry.child.isAlive());
    try {
      var child = Child.start(name, command, awaited, input, logs.resolve(name + ".log"));
      entries.add(new Entry(child, endsWithInput));
      return child;
    } catch (IOException failure) {
      throw new StartException(name + " could not be started: " + failure.getMessage());
    }
  }

  /** Ends one of the children and waits for it. */
  public void end(Child child) {
    var entry = take(child);
    entry.forEach(Entry::askToEnd);
    entry.forEach(Entry::awaitEnd);
  }

  private synchronized List<Entry> take(Child child) {
    var taken = entries.stream().filter(entry -> entry.child == child).toList();
    entries.removeAll(taken);
    return taken;
  }

  /** Ends all children and waits for them. No more can be started. */
  @Override
  public synchronized void close() {
    closed = true;
    entries.forEach(Entry::askToEnd);
    entries.forEach(Entry::awaitEnd);
    entries.clear();
  }

  private record Entry(Child child, boolean endsWithInput) {
    void askToEnd() {
      child.askToEnd(endsWithInput);
    }

    void awaitEnd() {
      child.awaitEnd(GRACE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
