/** The contract of transports, to be kept by every implementation. */
@NullMarked
package io.lockstep.testkit.transport;

import org.jspecify.annotations.NullMarked;
