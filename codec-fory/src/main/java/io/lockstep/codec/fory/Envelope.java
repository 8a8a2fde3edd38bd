package io.lockstep.codec.fory;

import org.jspecify.annotations.Nullable;

/** What is written and read: the value, with the limits of its bytes around it. */
record Envelope(@Nullable Object value) {}
