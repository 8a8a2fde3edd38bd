/** Topics: messages from any server to the listeners of all. */
@NullMarked
package io.lockstep.topic;

import org.jspecify.annotations.NullMarked;
