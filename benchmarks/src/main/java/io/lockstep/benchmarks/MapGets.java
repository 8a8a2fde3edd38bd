package io.lockstep.benchmarks;

import java.util.Map;
import java.util.Random;

/** Reads of random keys that are there, of a shared store or of another map; each value is used. */
final class MapGets implements Subject {
  /** Reads per call: a clock is slower than one of them. */
  static final int READS = 1_000;

  private static final int VALUE_BYTES = 100;

  private final String name;
  private final Map<String, byte[]> map;
  private final String[] keys;

  private MapGets(String name, Map<String, byte[]> map, String[] keys) {
    this.name = name;
    this.map = map;
    this.keys = keys;
  }

  /** Fills the map, and reads it. */
  static MapGets of(String name, Map<String, byte[]> map, int entries) {
    var keys = new String[entries];
    for (int entry = 0; entry < entries; entry++) {
      keys[entry] = "key-" + entry;
      map.put(keys[entry], Payload.random(entry, VALUE_BYTES));
    }
    return new MapGets(name, map, keys);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Client client() {
    var places = new Random(keys.length).ints(READS, 0, keys.length).toArray();
    // Equal to a key, as those of an application are, and not the object that is in the map.
    var asked = new String[READS];
    for (int read = 0; read < READS; read++) {
      asked[read] = "key-" + places[read];
    }
    return () -> {
      int bytes = 0;
      for (String key : asked) {
        byte[] value = map.get(key);
        bytes += value == null ? 0 : value.length;
      }
      if (bytes != READS * VALUE_BYTES) {
        throw new IllegalStateException(name + ": entries are missing");
      }
    };
  }

  @Override
  public void close() {}
}
