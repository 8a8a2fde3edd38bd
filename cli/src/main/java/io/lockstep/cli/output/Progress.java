package io.lockstep.cli.output;

import java.io.PrintStream;
import java.util.Locale;

/** Tells the user, line by line, what happens, and counts the checks. Thread-safe. */
public final class Progress {
  private final PrintStream out;
  private final long startNs = System.nanoTime();
  private int passed;
  private int failed;

  public Progress(PrintStream out) {
    this.out = out;
  }

  /** A line about something that happened, with the seconds since the start. */
  public synchronized void line(String text) {
    out.printf(Locale.ROOT, "%7.1f s  %s%n", elapsedSeconds(), text);
    out.flush();
  }

  /** A line that belongs to the one before. */
  public synchronized void detail(String text) {
    out.println("           " + text);
    out.flush();
  }

  /** A line as it is. */
  public synchronized void plain(String text) {
    out.println(text);
    out.flush();
  }

  /** The result of a check. */
  public synchronized void check(boolean held, String text) {
    if (held) {
      passed++;
    } else {
      failed++;
    }
    out.println((held ? "  passed   " : "  FAILED   ") + text);
    out.flush();
  }

  /** The last line: how many checks held. */
  public synchronized void summary() {
    out.println(passed + " passed, " + failed + " failed");
    out.flush();
  }

  /** Whether every check held, and there were some. */
  public synchronized boolean allPassed() {
    return failed == 0 && passed > 0;
  }

  public double elapsedSeconds() {
    return (System.nanoTime() - startNs) / 1e9;
  }
}
