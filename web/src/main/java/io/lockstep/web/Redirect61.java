package io.lockstep.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The redirect of Servlet 6.1, called by reflection, so that 6.0 is enough to load this code. */
final class Redirect61 {
  private static final Optional<Method> METHOD =
      Arrays.stream(HttpServletResponse.class.getMethods())
          .filter(method -> method.getName().equals("sendRedirect"))
          .filter(method -> method.getParameterCount() == 3)
          .findFirst();

  private Redirect61() {}

  static void send(HttpServletResponse response, String location, int status, boolean clearBuffer)
      throws IOException {
    if (METHOD.isEmpty()) {
      throw new UnsupportedOperationException("This container's Servlet API is older than 6.1");
    }
    try {
      METHOD.get().invoke(response, location, status, clearBuffer);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    } catch (InvocationTargetException e) {
      rethrow(e.getCause());
    }
  }

  private static void rethrow(@Nullable Throwable cause) throws IOException {
    if (cause instanceof IOException known) {
      throw known;
    }
    if (cause instanceof RuntimeException known) {
      throw known;
    }
    throw new IllegalStateException(cause);
  }
}
