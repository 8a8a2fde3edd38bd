/** Carries frames between nodes without a broker: over UDP multicast, UDP broadcast, or TCP. */
@NullMarked
package io.lockstep.transport.jgroups;

import org.jspecify.annotations.NullMarked;
