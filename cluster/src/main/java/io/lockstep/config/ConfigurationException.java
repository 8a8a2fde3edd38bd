package io.lockstep.config;

import java.util.List;

/**
 * The settings are wrong. The message has a line for each mistake, which names the setting, its
 * value and what is allowed.
 */
public final class ConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(List<String> mistakes) {
    super(String.join(System.lineSeparator(), mistakes));
  }
}
