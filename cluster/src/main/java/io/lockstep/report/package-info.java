/** Immutable snapshots of a node: all that console, REST and metrics see. */
@NullMarked
package io.lockstep.report;

import org.jspecify.annotations.NullMarked;
