/** What every codec of attributes must do. */
@NullMarked
package io.lockstep.testkit.codec;

import org.jspecify.annotations.NullMarked;
