package io.lockstep.web.console;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records, lists, texts, numbers and truth values as JSON. A record becomes an object with a
 * member per component.
 */
final class JsonWriter {
  // The JDK makes them anew for each who asks.
  private static final ClassValue<RecordComponent[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          return type.getRecordComponents();
        }
      };

  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  /** Throws {@link IllegalArgumentException} for a value of any other kind. */
  static String write(@Nullable Object value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value);
    return writer.out.toString();
  }

  private void value(@Nullable Object value) {
    if (value instanceof String text) {
      text(text);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof List<?> list) {
      list(list);
    } else if (value instanceof Record members) {
      members(members);
    } else {
      throw new IllegalArgumentException("no JSON for " + value.getClass().getName());
    }
  }

  private void number(Number number) {
    // JSON has no word for infinity and for what is not a number.
    out.append(Double.isFinite(number.doubleValue()) ? number.toString() : "null");
  }

  private void list(List<?> list) {
    out.append('[');
    for (Iterator<?> each = list.iterator(); each.hasNext(); ) {
      value(each.next());
      out.append(each.hasNext() ? "," : "");
    }
    out.append(']');
  }

  private void members(Record members) {
    char separator = '{';
    for (RecordComponent component : COMPONENTS.get(members.getClass())) {
      out.append(separator);
      text(component.getName());
      out.append(':');
      value(read(component, members));
      separator = ',';
    }
    out.append(separator == '{' ? "{}" : "}");
  }

  private static @Nullable Object read(RecordComponent component, Record members) {
    try {
      return component.getAccessor().invoke(members);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException("cannot read " + component, e);
    }
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i));
    }
    out.append('"');
  }

  private void character(char character) {
    switch (character) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        // A lone surrogate has no UTF-8, and a browser takes some of the rest for the end of a
        // line.
        if (character < ' ' || Character.isSurrogate(character) || character == 0x7f) {
          out.append("\\u%04x".formatted((int) character));
        } else {
          out.append(character);
        }
      }
    }
  }
}
