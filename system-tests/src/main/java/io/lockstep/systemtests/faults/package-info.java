/** The fault loop: servers that are killed, paused and started again under visitors. */
@NullMarked
package io.lockstep.systemtests.faults;

import org.jspecify.annotations.NullMarked;
