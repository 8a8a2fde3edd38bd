/** Measures speed and memory, each beside the machine's own limit in the same run. */
@NullMarked
package io.lockstep.benchmarks;

import org.jspecify.annotations.NullMarked;
