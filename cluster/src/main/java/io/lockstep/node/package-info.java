/** The node: wires loop, transport, membership and services; nothing else. */
@NullMarked
package io.lockstep.node;

import org.jspecify.annotations.NullMarked;
