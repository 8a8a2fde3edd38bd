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
import io.lockstep.session.BackupStore;
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
    var console = ConsoleSettings.read(given::value);
    KeyedTransports carriers = transports.create(settings);
    AttributeCodec codec = codecs.create(settings, () -> loader);
    // Last: a store may have taken what only its end gives back.
    BackupManagement backups = BackupClasses.create(settings.backups(), loader);
    return new Deployment(settings, carriers, codec, backups, console);
  }

  /** No node will be made of it. */
  void discard() {
    backups.store().ifPresent(BackupStore::close);
  }
}
