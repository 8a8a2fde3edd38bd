/** What the user reads. */
@NullMarked
package io.lockstep.cli.output;

import org.jspecify.annotations.NullMarked;
