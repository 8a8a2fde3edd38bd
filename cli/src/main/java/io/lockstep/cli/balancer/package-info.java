/** Balancers with sticky sessions in front of the demo's servers. */
@NullMarked
package io.lockstep.cli.balancer;

import org.jspecify.annotations.NullMarked;
