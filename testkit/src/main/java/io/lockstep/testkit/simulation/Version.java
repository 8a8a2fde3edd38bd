package io.lockstep.testkit.simulation;

import org.jspecify.annotations.Nullable;

/** What a session was after a batch: the batch's token, on top of an earlier version. */
final class Version {
  private final @Nullable Version parent;
  private final String token;
  private final int depth;

  Version(@Nullable Version parent, String token) {
    this.parent = parent;
    this.token = token;
    this.depth = parent == null ? 0 : parent.depth + 1;
  }

  String token() {
    return token;
  }

  int depth() {
    return depth;
  }

  /** Whether this is the other, or was made from it. */
  boolean includes(Version other) {
    Version present = this;
    while (present != null && present.depth > other.depth) {
      present = present.parent;
    }
    return present == other;
  }

  @Override
  public String toString() {
    return token;
  }
}
