package io.lockstep.cli.process;

import java.io.IOException;

/**
 * A process that stands still, by SIGSTOP, until this is closed. It goes on as well when the
 * process that made this ends, however that comes: what stands still never hears that it should
 * end. Closing it twice does nothing more.
 */
public final class Pause implements AutoCloseable {
  /** The helper's input ends with whoever holds the other end, and it lets the process go on. */
  private static final String STOP_UNTIL_INPUT_ENDS =
      "trap '' INT TERM HUP; kill -STOP \"$0\" || exit 1; echo stopped;"
          + " read -r end; kill -CONT \"$0\"";

  private final Process helper;

  private Pause(Process helper) {
    this.helper = helper;
  }

  /**
   * Stops the process, and returns when the signal is sent.
   *
   * @throws StartException when there is no such process, or it is not ours
   */
  public static Pause of(long pid) {
    try {
      var helper =
          new ProcessBuilder("sh", "-c", STOP_UNTIL_INPUT_ENDS, Long.toString(pid))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var pause = new Pause(helper);
      if (helper.getInputStream().read() < 0) {
        pause.close();
        throw new StartException("process " + pid + " could not be stopped");
      }
      return pause;
    } catch (IOException failure) {
      throw new StartException("process " + pid + " could not be stopped: " + failure.getMessage());
    }
  }

  /** Lets it go on, and returns when the signal is sent. */
  @Override
  public void close() {
    try {
      helper.getOutputStream().close();
    } catch (IOException ended) {
      // Its input has ended, which is all that it waits for.
    }
    helper.onExit().join();
  }
}
