package io.lockstep.web;

import java.io.IOException;

/** Content that waits for its release. */
interface HeldContent {
  /** Hands what is held to the container, and everything later at once. */
  void passOn() throws IOException;

  /** Drops what is held. */
  void clear();

  /** How many units are held: bytes of a stream, characters of a writer. */
  int size();
}
