/** The doctor: tries a configuration's transports, and says what is likely wrong. */
@NullMarked
package io.lockstep.cli.doctor;

import org.jspecify.annotations.NullMarked;
