/** What visitors asked and were told, in files, and the check that knows nothing else. */
@NullMarked
package io.lockstep.systemtests.history;

import org.jspecify.annotations.NullMarked;
