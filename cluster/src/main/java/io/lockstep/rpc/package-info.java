/** Calls from one node to another: request, answer, time-out and failure. */
@NullMarked
package io.lockstep.rpc;

import org.jspecify.annotations.NullMarked;
