package io.lockstep.web;

import io.lockstep.config.ConfigurationException;
import io.lockstep.config.GivenSettings;
import io.lockstep.config.LockstepSettings;
import io.lockstep.config.SettingsParser;
import io.lockstep.node.BackupClasses;
import io.lockstep.node.TransportFactory;
import io.lockstep.session.BackupManagement;
import io.lockstep.transport.KeyedTransports;
import io.lockstep.web.console.ConsoleSettings;

/** What one web application's settings make. */
record Deployment(
    LockstepSettings settings,
    KeyedTransports transports,
    BackupManagement backups,
    ConsoleSettings console) {
  /**
   * Reads all settings.
   *
   * @param loader finds the application's classes
   * @throws ConfigurationException with all mistakes, or with all that this build does not have
   */
  static Deployment read(
      SettingsParser parser,
      GivenSettings given,
      String application,
      TransportFactory transports,
      ClassLoader loader) {
    LockstepSettings settings = parser.parse(given, application);
    return new Deployment(
        settings,
        transports.create(settings),
        BackupClasses.create(settings.backups(), loader),
        ConsoleSettings.read(given::value));
  }
}
