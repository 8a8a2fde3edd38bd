/** The one seam for running, scheduling, clock and randomness. */
@NullMarked
package io.lockstep.time;

import org.jspecify.annotations.NullMarked;
