/** Very many members in virtual time, and what they cost. */
@NullMarked
package io.lockstep.testkit.simulation.members;

import org.jspecify.annotations.NullMarked;
