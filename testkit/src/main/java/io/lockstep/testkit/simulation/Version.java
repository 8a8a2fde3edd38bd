package io.lockstep.testkit.simulation;

import org.jspecify.annotations.Nullable;

/** What a session was after a batch: the batch's token, on top of an earlier version. */
final class Version {
  private final String token;
  private @Nullable Version parent;

  Version(@Nullable Version parent, String token) {
    this.parent = parent;
    this.token = token;
  }

  String token() {
    return token;
  }

  /** How many versions it was made from. */
  int depth() {
    int depth = 0;
    for (Version earlier = parent; earlier != null; earlier = earlier.parent) {
      depth++;
    }
    return depth;
  }

  /** Whether this was made from the other in one step, as far as is known. */
  boolean follows(Version other) {
    return parent == other;
  }

  /** A version turns up that lies between this one and the one it seemed to follow. */
  void follow(Version between) {
    parent = between;
  }

  /** Whether this is the other, or was made from it. */
  boolean includes(Version other) {
    Version present = this;
    while (present != null && present != other) {
      present = present.parent;
    }
    return present != null;
  }

  @Override
  public String toString() {
    return token;
  }
}
