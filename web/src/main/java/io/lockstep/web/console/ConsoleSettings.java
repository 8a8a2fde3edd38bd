package io.lockstep.web.console;

import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may see the console, and what it offers.
 *
 * @param access {@code lockstep.console.access}, {@link Access#LOOPBACK} by default
 * @param demoControl {@code lockstep.demo.control}: a path on this server, such as {@code /demo/},
 *     under which {@code POST kill?server=NAME} and {@code POST start?server=NAME} do what they
 *     say; null, the default, hides the buttons
 */
public record ConsoleSettings(Access access, @Nullable String demoControl) {
  /** The setting that says who may see the console: {@code loopback} or {@code any}. */
  public static final String ACCESS = "lockstep.console.access";

  /** The setting that names the demo's control. */
  public static final String DEMO_CONTROL = "lockstep.demo.control";

  private static final Pattern SAME_ORIGIN_FOLDER = Pattern.compile("/([A-Za-z0-9._~-]+/)*");

  /** Who may see the console. */
  public enum Access {
    /** Who calls from this machine, under one of its loopback names, with no proxy from outside. */
    LOOPBACK,
    /** Everybody: the container or a proxy in front decides. */
    ANY
  }

  /** Throws {@link IllegalArgumentException} that names the setting and what is allowed. */
  public ConsoleSettings {
    demoControl =
        demoControl == null || demoControl.endsWith("/") ? demoControl : demoControl + "/";
    if (demoControl != null && !SAME_ORIGIN_FOLDER.matcher(demoControl).matches()) {
      throw new IllegalArgumentException(
          "%s \"%s\": allowed is a path on this server, such as /demo/"
              .formatted(DEMO_CONTROL, demoControl));
    }
  }

  /** For callers from this machine, without the demo's buttons. */
  public static ConsoleSettings defaults() {
    return new ConsoleSettings(Access.LOOPBACK, null);
  }

  /**
   * Reads the settings by name; a missing or blank one has its default.
   *
   * @param setting gives a setting's text, or null
   * @throws IllegalArgumentException that names the setting, its value and what is allowed
   */
  public static ConsoleSettings read(Function<String, @Nullable String> setting) {
    return new ConsoleSettings(
        access(text(setting, ACCESS, "loopback")), textOrNull(setting, DEMO_CONTROL));
  }

  private static Access access(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "loopback" -> Access.LOOPBACK;
      case "any" -> Access.ANY;
      default ->
          throw new IllegalArgumentException(
              "%s \"%s\": allowed is loopback or any".formatted(ACCESS, text));
    };
  }

  private static String text(
      Function<String, @Nullable String> setting, String name, String fallback) {
    String text = textOrNull(setting, name);
    return text == null ? fallback : text;
  }

  private static @Nullable String textOrNull(
      Function<String, @Nullable String> setting, String name) {
    String text = setting.apply(name);
    return text == null || text.isBlank() ? null : text.strip();
  }
}
