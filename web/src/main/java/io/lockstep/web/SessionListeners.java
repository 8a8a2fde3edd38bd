package io.lockstep.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.EventListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The application's session listeners that Lockstep was told of. Thread-safe. */
final class SessionListeners {
  private static final List<Class<? extends EventListener>> KINDS =
      List.of(
          HttpSessionListener.class,
          HttpSessionAttributeListener.class,
          HttpSessionIdListener.class);

  private final List<EventListener> listeners = new CopyOnWriteArrayList<>();

  /** The listeners in the order in which they were added: a live list. */
  List<EventListener> inOrder() {
    return listeners;
  }

  /** Throws {@link IllegalArgumentException} when it listens to nothing about sessions. */
  void add(EventListener listener) {
    if (KINDS.stream().noneMatch(kind -> kind.isInstance(listener))) {
      throw new IllegalArgumentException(
          "%s is none of %s"
              .formatted(
                  listener.getClass().getName(),
                  KINDS.stream().map(Class::getSimpleName).collect(Collectors.joining(", "))));
    }
    listeners.add(listener);
  }

  /**
   * Adds an instance of each class, made by the container.
   *
   * @throws IllegalArgumentException that names the setting, the class and what is wrong
   */
  void addInstances(ServletContext context, List<String> classNames) {
    for (String className : classNames) {
      try {
        Class<?> type = Class.forName(className, true, context.getClassLoader());
        add(context.createListener(type.asSubclass(EventListener.class)));
      } catch (ReflectiveOperationException
          | LinkageError
          | ServletException
          | ClassCastException
          | IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "lockstep.listeners \"%s\": allowed are classes of session listeners with a public"
                    .formatted(className)
                + " constructor without parameters; found: "
                + e,
            e);
      }
    }
  }

  /** Which of the classes are session listeners that nobody named, sorted. */
  static List<String> unnamed(Stream<Class<?>> classes, List<String> named) {
    return classes
        .filter(type -> KINDS.stream().anyMatch(kind -> kind.isAssignableFrom(type)))
        .filter(type -> !type.isInterface())
        .map(Class::getName)
        .filter(name -> !named.contains(name))
        .sorted()
        .toList();
  }
}
