/** The demo: puts broker, servers and balancer together. */
@NullMarked
package io.lockstep.cli.demo;

import org.jspecify.annotations.NullMarked;
