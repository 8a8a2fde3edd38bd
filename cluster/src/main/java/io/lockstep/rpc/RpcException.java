package io.lockstep.rpc;

/** A call has no answer. The message names server, operation and reason. */
public final class RpcException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why there is no answer. */
  public enum Reason {
    /** No member, and not this node, has that name or id. */
    NO_SUCH_SERVER(false),
    /** The server has no handler for the operation. */
    NO_SUCH_OPERATION(false),
    /** Too many calls are open here, or run there. */
    TOO_MANY(false),
    /** The argument cannot be read there. */
    ARGUMENT_UNREADABLE(false),
    /** The answer cannot be read here, or is of another class. */
    ANSWER_UNREADABLE(true),
    /** The handler has failed, or its answer cannot be sent. */
    FAILED(true),
    /** No answer came in time. */
    TIMED_OUT(true),
    /** The server has left, or was decided dead, before it answered. */
    SERVER_LEFT(true),
    /** This node has left, or was declared dead, before the answer came. */
    THIS_NODE_LEFT(true);

    private final boolean mayHaveRun;

    Reason(boolean mayHaveRun) {
      this.mayHaveRun = mayHaveRun;
    }
  }

  private final Reason reason;

  RpcException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Whether the operation has run or may have; if not, the same call can safely be made again. */
  public boolean mayHaveRun() {
    return reason.mayHaveRun;
  }
}
