package io.lockstep.benchmarks;

/**
 * The sessions that are changed, the same for all who are compared.
 *
 * @param servers how many there are; all sessions are used on the first one
 * @param attributes of 1 KB each
 * @param isAcknowledged whether a call waits until another server has the change
 */
record SessionShape(int servers, int attributes, boolean isAcknowledged) {
  /** How many asynchronous changes of a session may be on their way. */
  private static final int WINDOW = Setting.number("window", 500);

  /** Whether a client has to wait, after so many calls, until what it has sent has arrived. */
  boolean isWindowFull(int calls) {
    return !isAcknowledged && calls % WINDOW == 0;
  }

  /** The value of an attribute when the session is made. */
  byte[] initial(int attribute) {
    return Payload.random(attribute, Payload.BYTES);
  }

  /** Which attribute the call sets. */
  String attribute(int call) {
    return name(call % attributes);
  }

  static String name(int attribute) {
    return "attribute" + attribute;
  }

  /** What calls set, one after the other: one more than attributes, so each changes something. */
  byte[][] values() {
    byte[][] values = new byte[attributes + 1][];
    for (int index = 0; index < values.length; index++) {
      values[index] = Payload.random(index, Payload.BYTES);
    }
    return values;
  }
}
