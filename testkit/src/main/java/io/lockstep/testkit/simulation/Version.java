package io.lockstep.testkit.simulation;

import org.jspecify.annotations.Nullable;

/** What a session was after a batch: the batch's token, on top of an earlier version. */
final class Version {
  private @Nullable Version parent;
  private final String token;

  Version(@Nullable Version parent, String token) {
    this.parent = parent;
    this.token = token;
  }

  String token() {
    return token;
  }

  int depth() {
    int depth = 0;
    for (Version before = parent; before != null; before = before.parent) {
      depth++;
    }
    return depth;
  }

  /** Whether this is the other, or was made from it. */
  boolean includes(Version other) {
    Version present = this;
    while (present != null && present != other) {
      present = present.parent;
    }
    return present == other;
  }

  /** Between this one and what it was thought to be made from, there was another. */
  void insert(Version before, Version between) {
    if (parent == before && !between.includes(this)) {
      parent = between;
    }
  }

  @Override
  public String toString() {
    return token;
  }
}
