package io.lockstep.cli.output;

import java.io.PrintStream;
import java.util.Locale;

/** Tells the user, line by line, what happens, and counts the checks. Thread-safe. */
public final class Progress {
  private final PrintStream out;
  private final long startNs = System.nanoTime();
  private int passed;
  private int failed;
  private boolean ended;

  public Progress(PrintStream out) {
    this.out = out;
  }

  /** A line about something that happened, with the seconds since the start. */
  public void line(String text) {
    print(String.format(Locale.ROOT, "%7.1f s  %s", elapsedSeconds(), text));
  }

  /** A line that belongs to the one before. */
  public void detail(String text) {
    print("           " + text);
  }

  /** A line as it is. */
  public void plain(String text) {
    print(text);
  }

  /** The result of a check. */
  public synchronized void check(boolean held, String text) {
    if (held) {
      passed++;
    } else {
      failed++;
    }
    print((held ? "  passed   " : "  FAILED   ") + text);
  }

  /** The last line: how many checks held. */
  public synchronized void summary() {
    print(passed + " passed, " + failed + " failed");
  }

  /** From now on nothing is told any more: what ends looks like failures. */
  public synchronized void end() {
    ended = true;
  }

  /** Whether nothing is told any more. */
  public synchronized boolean hasEnded() {
    return ended;
  }

  private synchronized void print(String line) {
    if (!ended) {
      out.println(line);
      out.flush();
    }
  }

  /** Whether every check held, and there were some. */
  public synchronized boolean allPassed() {
    return failed == 0 && passed > 0;
  }

  private double elapsedSeconds() {
    return (System.nanoTime() - startNs) / 1e9;
  }
}
