package io.lockstep.session;

import java.util.List;

/** What threads do to a cell, with results that can be compared. */
interface CellOperations {
  /** An application thread stamps one attribute. Yields the position, or "refused". */
  String stamp(String name, int version);

  /** An application thread ends the session. Yields as {@link #stamp}. */
  String end();

  String enter(long knownEpoch);

  void exit();

  int uses();

  /** The loop takes what is queued: position and change of each batch. */
  List<String> drain();

  /** The loop raises the epoch by one. */
  void raise();

  void setPhase(Cell.Phase next);

  /** Position and attributes, as one whole copy would carry them. */
  String content();
}
