/**
 * A whole cluster on one thread, in virtual time, from one seed: servers, a network, visitors, a
 * balancer, faults, and checks of what the cluster promised.
 */
@NullMarked
package io.lockstep.testkit.simulation;

import org.jspecify.annotations.NullMarked;
