/** Shared stores: named maps that every node has whole, and that come to the same contents. */
@NullMarked
package io.lockstep.store;

import org.jspecify.annotations.NullMarked;
