package io.lockstep.web;

import io.lockstep.config.ConfigurationException;
import io.lockstep.config.GivenSettings;
import io.lockstep.config.LockstepSettings;
import io.lockstep.config.SettingsParser;
import io.lockstep.node.TransportFactory;
import io.lockstep.transport.KeyedTransports;
import io.lockstep.web.console.ConsoleSettings;

/** What one web application's settings make. */
record Deployment(LockstepSettings settings, KeyedTransports transports, ConsoleSettings console) {
  /**
   * Reads all settings.
   *
   * @throws ConfigurationException with all mistakes, or with all that this build does not have
   */
  static Deployment read(
      SettingsParser parser, GivenSettings given, String application, TransportFactory transports) {
    LockstepSettings settings = parser.parse(given, application);
    return new Deployment(
        settings, transports.create(settings), ConsoleSettings.read(given::value));
  }
}
