/** The demo's tour: visitors, what they expect, and what they met. */
@NullMarked
package io.lockstep.cli.tour;

import org.jspecify.annotations.NullMarked;
