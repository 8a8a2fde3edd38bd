package io.lockstep.config;

import java.util.List;

/**
 * The settings are wrong. The message has a line for each mistake, which names the setting (in a
 * file: file, line and element), its value and what is allowed.
 */
public final class ConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final List<String> mistakes;

  public ConfigurationException(List<String> mistakes) {
    super(String.join(System.lineSeparator(), mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** A line for each mistake. */
  public List<String> mistakes() {
    return mistakes;
  }
}
