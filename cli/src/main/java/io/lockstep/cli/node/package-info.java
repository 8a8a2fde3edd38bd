/** Nodes without a web application: {@code lockstep node}. */
@NullMarked
package io.lockstep.cli.node;

import org.jspecify.annotations.NullMarked;
