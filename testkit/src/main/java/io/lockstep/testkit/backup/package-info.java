/** What every store of backups must do. */
@NullMarked
package io.lockstep.testkit.backup;

import org.jspecify.annotations.NullMarked;
