/** What clients saw, and whether any correct execution explains it. Knows nothing of clusters. */
@NullMarked
package io.lockstep.testkit.simulation.history;

import org.jspecify.annotations.NullMarked;
