/** Sessions that survive a dead server: cells, batches, backups, take-over with fencing. */
@NullMarked
package io.lockstep.session;

import org.jspecify.annotations.NullMarked;
