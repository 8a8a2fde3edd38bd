/** The lockstep command. */
@NullMarked
package io.lockstep.cli;

import org.jspecify.annotations.NullMarked;
