/** The machine's own browser, for tests of pages. */
@NullMarked
package io.lockstep.testkit.browser;

import org.jspecify.annotations.NullMarked;
