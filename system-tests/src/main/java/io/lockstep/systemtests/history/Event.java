package io.lockstep.systemtests.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A line of a visitor's history. Times are microseconds of one clock of the process that writes it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(Event.Asked.class),
  @JsonSubTypes.Type(Event.Answered.class),
  @JsonSubTypes.Type(Event.Failed.class)
})
public sealed interface Event {
  /** The visitor's number for the call. */
  long call();

  /**
   * A request is about to go out.
   *
   * @param session the visitor's name for its session; the first call of one brings no cookie
   * @param server where it goes
   * @param put the item that it appends, 1 or more, never asked for before; 0 when it only reads
   */
  record Asked(long call, String session, String server, int put, long askedUs) implements Event {}

  /**
   * The shop answered.
   *
   * @param level how safe the session was said to be
   * @param fresh whether the server said that it has made the session for this call
   * @param identity differs between two sessions
   * @param items what is in the session now, as {@link Items} writes it
   */
  record Answered(
      long call, long answeredUs, String level, boolean fresh, String identity, String items)
      implements Event {}

  /**
   * No answer of the shop came. Whether the call takes effect, and when, is unknown.
   *
   * @param failure its kind: a status such as {@code 503}, {@code time-out} or {@code connection}
   */
  record Failed(long call, long failedUs, String failure) implements Event {}
}
