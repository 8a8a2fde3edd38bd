/** Carries frames over a topic of a Jakarta Messaging provider that is found in JNDI. */
@NullMarked
package io.lockstep.transport.jms;

import org.jspecify.annotations.NullMarked;
