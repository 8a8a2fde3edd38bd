package io.lockstep.web;

import io.lockstep.config.ConfigurationException;
import io.lockstep.config.GivenSettings;
import io.lockstep.config.LockstepSettings;
import io.lockstep.config.SettingsParser;
import io.lockstep.node.BackupClasses;
import io.lockstep.node.CodecFactory;
import io.lockstep.node.TransportFactory;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.BackupManagement;
import io.lockstep.transport.KeyedTransports;
import io.lockstep.web.console.ConsoleSettings;
import java.util.ArrayList;
import java.util.List;

/** What one web application's settings make. */
record Deployment(
    LockstepSettings settings,
    KeyedTransports transports,
    AttributeCodec codec,
    BackupManagement backups,
    ConsoleSettings console) {
  /**
   * Reads all settings.
   *
   * @param loader the web application's, in which codecs and attributes' classes are looked for
   * @throws ConfigurationException with all mistakes, or with all that this build does not have
   */
  static Deployment read(
      SettingsParser parser,
      GivenSettings given,
      String application,
      TransportFactory transports,
      ClassLoader loader) {
    LockstepSettings settings = parser.parse(given, application);
    var codecs = CodecFactory.installed(loader);
    List<String> missing = new ArrayList<>(transports.missing(settings));
    missing.addAll(codecs.missing(settings));
    if (!missing.isEmpty()) {
      throw new ConfigurationException(missing);
    }
    return new Deployment(
        settings,
        transports.create(settings),
        codecs.create(settings, () -> loader),
        BackupClasses.create(settings.backups(), loader),
        ConsoleSettings.read(given::value));
  }
}
