package io.lockstep.node;

import io.lockstep.config.BackupSettings;
import io.lockstep.config.ConfigurationException;
import io.lockstep.session.BackupManagement;
import io.lockstep.session.BackupSelector;
import io.lockstep.session.BackupStore;
import io.lockstep.session.DirectMemoryBackupStore;
import io.lockstep.session.LeastLoadedSelector;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;

/** Makes what settings of backups name by its class. */
public final class BackupClasses {
  private final ClassLoader loader;

  private BackupClasses(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * Makes it, for one node.
   *
   * @param loader finds the application's classes
   * @throws ConfigurationException that names setting, class and what is wrong with it
   */
  public static BackupManagement create(BackupSettings settings, ClassLoader loader) {
    var classes = new BackupClasses(loader);
    return new BackupManagement(
        classes.selector(settings.selector()), classes.store(settings.store()), settings.periods());
  }

  private BackupSelector selector(String name) {
    return name.equals(BackupSettings.LEAST_LOADED)
        ? new LeastLoadedSelector()
        : make("backup-selector", name, BackupSelector.class, "least-loaded");
  }

  private Optional<BackupStore> store(String name) {
    return switch (name) {
      case BackupSettings.IN_MEMORY -> Optional.empty();
      case BackupSettings.IN_DIRECT_MEMORY -> Optional.of(new DirectMemoryBackupStore());
      default ->
          Optional.of(make("backup-store", name, BackupStore.class, "memory and direct-memory"));
    };
  }

  private <T> T make(String setting, String name, Class<T> type, String others) {
    try {
      return Class.forName(name, true, loader).asSubclass(type).getConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      throw refused(
          setting, name, "there is no such class in the application; allowed is also " + others);
    } catch (ClassCastException e) {
      throw refused(setting, name, "it does not implement " + type.getName());
    } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
      throw refused(
          setting, name, "it is no public class with a public constructor without arguments");
    } catch (InvocationTargetException e) {
      throw refused(setting, name, "its constructor threw " + e.getCause());
    } catch (LinkageError e) {
      throw refused(setting, name, "it cannot be loaded: " + e);
    }
  }

  private static ConfigurationException refused(String setting, String name, String why) {
    return new ConfigurationException(List.of("%s \"%s\": %s".formatted(setting, name, why)));
  }
}
