package io.lockstep.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Reads of all keys in a random order, of a shared store or of another map; each value is used. */
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
    // Equal to the keys, as those of an application are, and not the objects that are in the map.
    List<String> asked =
        Arrays.stream(keys).map(String::new).collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(asked, new Random(keys.length));
    var next =
        new Object() {
          int place;
        };
    return () -> {
      int bytes = 0;
      for (int read = 0; read < READS; read++) {
        next.place = next.place + 1 < keys.length ? next.place + 1 : 0;
        byte[] value = map.get(asked.get(next.place));
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
