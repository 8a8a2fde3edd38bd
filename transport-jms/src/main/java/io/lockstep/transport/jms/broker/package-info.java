/** A JMS provider of one's own, in memory, for demos and tests. */
@NullMarked
package io.lockstep.transport.jms.broker;

import org.jspecify.annotations.NullMarked;
