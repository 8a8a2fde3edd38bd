package io.lockstep.node;

import io.lockstep.config.BackupSettings;
import io.lockstep.config.ConfigurationException;
import io.lockstep.session.BackupManagement;
import io.lockstep.session.BackupSelector;
import io.lockstep.session.LeastLoadedSelector;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/** Makes what settings of backups name by its class. */
public final class BackupClasses {
  private static final String SELECTOR = "backup-selector";

  private BackupClasses() {}

  /**
   * Makes it, for one node.
   *
   * @param loader finds the application's classes
   * @throws ConfigurationException that names setting, class and what is wrong with it
   */
  public static BackupManagement create(BackupSettings settings, ClassLoader loader) {
    return new BackupManagement(selector(settings.selector(), loader), settings.periods());
  }

  private static BackupSelector selector(String name, ClassLoader loader) {
    if (name.equals(BackupSettings.LEAST_LOADED)) {
      return new LeastLoadedSelector();
    }
    try {
      return Class.forName(name, true, loader)
          .asSubclass(BackupSelector.class)
          .getConstructor()
          .newInstance();
    } catch (ClassNotFoundException e) {
      throw refused(
          name, "there is no such class in the application; allowed is also least-loaded");
    } catch (ClassCastException e) {
      throw refused(name, "it does not implement " + BackupSelector.class.getName());
    } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
      throw refused(name, "it is no public class with a public constructor without arguments");
    } catch (InvocationTargetException e) {
      throw refused(name, "its constructor threw " + e.getCause());
    } catch (LinkageError e) {
      throw refused(name, "it cannot be loaded: " + e);
    }
  }

  private static ConfigurationException refused(String name, String why) {
    return new ConfigurationException(List.of("%s \"%s\": %s".formatted(SELECTOR, name, why)));
  }
}
