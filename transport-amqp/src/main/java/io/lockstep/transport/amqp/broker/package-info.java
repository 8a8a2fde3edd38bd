/** An AMQP 0-9-1 broker of one's own, in memory, for demos, tests and single machines. */
@NullMarked
package io.lockstep.transport.amqp.broker;

import org.jspecify.annotations.NullMarked;
