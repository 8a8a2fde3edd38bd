/** The contract of clusters of whole nodes, to be kept over every transport. */
@NullMarked
package io.lockstep.testkit.cluster;

import org.jspecify.annotations.NullMarked;
