/** Documents of sessions: DOM trees that are watched, and whose changes are numbered and small. */
@NullMarked
package io.lockstep.session.document;

import org.jspecify.annotations.NullMarked;
