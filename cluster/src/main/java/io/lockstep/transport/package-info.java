/** What carries frames between nodes: a small SPI that may lose, and the messenger above it. */
@NullMarked
package io.lockstep.transport;

import org.jspecify.annotations.NullMarked;
