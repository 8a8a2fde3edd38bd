/** Sessions behind the Servlet API: the filter, and the {@code HttpSession} it shows. */
@NullMarked
package io.lockstep.web;

import org.jspecify.annotations.NullMarked;
