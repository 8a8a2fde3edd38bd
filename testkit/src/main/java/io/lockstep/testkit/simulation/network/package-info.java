/** The network of a simulated cluster: seeded delay, loss, cuts, and a broker that arbitrates. */
@NullMarked
package io.lockstep.testkit.simulation.network;

import org.jspecify.annotations.NullMarked;
