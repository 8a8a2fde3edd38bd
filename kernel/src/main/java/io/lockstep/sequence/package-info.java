/** Numbered entries from one source: stamping, tracking, and positions with epochs. */
@NullMarked
package io.lockstep.sequence;

import org.jspecify.annotations.NullMarked;
