/** Runs the product as a user would, in processes of its own. */
@NullMarked
package io.lockstep.systemtests;

import org.jspecify.annotations.NullMarked;
