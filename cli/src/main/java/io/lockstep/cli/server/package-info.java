/** A process of the demo: a servlet container with the shop. */
@NullMarked
package io.lockstep.cli.server;

import org.jspecify.annotations.NullMarked;
