/** Who is in the cluster, who is suspected, and who is dead. */
@NullMarked
package io.lockstep.membership;

import org.jspecify.annotations.NullMarked;
