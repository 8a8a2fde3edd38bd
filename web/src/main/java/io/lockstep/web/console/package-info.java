/**
 * The console: a live page of the cluster, and the same as JSON. Sees reports and nothing else of
 * the engine.
 */
@NullMarked
package io.lockstep.web.console;

import org.jspecify.annotations.NullMarked;
