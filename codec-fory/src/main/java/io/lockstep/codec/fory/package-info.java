/** Turns objects into bytes with Apache Fory, within the allow-list. */
@NullMarked
package io.lockstep.codec.fory;

import org.jspecify.annotations.NullMarked;
