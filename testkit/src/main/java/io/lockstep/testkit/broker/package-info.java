/** A real RabbitMQ, started privately for tests. */
@NullMarked
package io.lockstep.testkit.broker;

import org.jspecify.annotations.NullMarked;
