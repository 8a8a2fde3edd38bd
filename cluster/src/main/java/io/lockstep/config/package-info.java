/** Properties to immutable settings. */
@NullMarked
package io.lockstep.config;

import org.jspecify.annotations.NullMarked;
