/** Servers with the sample shop, each a process of its own, and a client that tells all it sees. */
@NullMarked
package io.lockstep.systemtests.servers;

import org.jspecify.annotations.NullMarked;
