/** What transports have in common that keep up a connection to something between the nodes. */
@NullMarked
package io.lockstep.transport.connection;

import org.jspecify.annotations.NullMarked;
