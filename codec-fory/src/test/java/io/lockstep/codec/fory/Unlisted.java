package io.lockstep.codec.fory;

import java.io.Serializable;

/** On no allow-list of these tests. */
record Unlisted(String text) implements Serializable {}
