/** The reference transport: nodes of one JVM. */
@NullMarked
package io.lockstep.transport.memory;

import org.jspecify.annotations.NullMarked;
