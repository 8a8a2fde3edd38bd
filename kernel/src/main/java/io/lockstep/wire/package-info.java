/**
 * What travels between nodes: the envelope, the message types, and the codec that bounds what it
 * reads.
 */
@NullMarked
package io.lockstep.wire;

import org.jspecify.annotations.NullMarked;
