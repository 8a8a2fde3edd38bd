/** A file, properties or a program to the same immutable settings. */
@NullMarked
package io.lockstep.config;

import org.jspecify.annotations.NullMarked;
