/** Hostile bytes for real nodes, and what they do to them. */
@NullMarked
package io.lockstep.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
