/** The processes the demo is made of, and their end. */
@NullMarked
package io.lockstep.cli.process;

import org.jspecify.annotations.NullMarked;
