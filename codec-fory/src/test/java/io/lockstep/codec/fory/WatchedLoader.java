package io.lockstep.codec.fory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes the classes that it is asked for. */
final class WatchedLoader extends ClassLoader {
  private final List<String> asked = new CopyOnWriteArrayList<>();

  WatchedLoader(ClassLoader parent) {
    super(parent);
  }

  List<String> asked() {
    return asked;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    asked.add(name);
    return super.loadClass(name, resolve);
  }
}
