/** Carries frames over an AMQP 0-9-1 broker, which is also the arbiter of who is dead. */
@NullMarked
package io.lockstep.transport.amqp;

import org.jspecify.annotations.NullMarked;
