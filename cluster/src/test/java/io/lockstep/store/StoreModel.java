package io.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was done to the stores of all nodes, and so what has to be in each of them once all is calm.
 * Every value is put once.
 */
final class StoreModel {
  private static final Comparator<Version> ORDER =
      Comparator.comparingLong(Version::clock)
          .thenComparing(Version::source, Long::compareUnsigned);

  private final List<String> keys;
  private final Map<String, List<Version>> versions = new TreeMap<>();
  private final Set<String> replaced = new HashSet<>();
  private int puts;

  StoreModel(List<String> keys) {
    this.keys = keys;
  }

  /** A put, or a removal without a value. */
  private record Version(long clock, long source, @Nullable String value) {}

  void put(SharedStore<String, String> store, String key) {
    String value = key + "." + ++puts;
    replace(store.put(key, value));
    note(key, cell(store).find(key), value);
  }

  void remove(SharedStore<String, String> store, String key) {
    String before = store.remove(key);
    if (before != null) {
      replace(before);
      Iterator<Map.Entry<Object, StoredEntry>> graves = cell(store).graveEntries();
      while (graves.hasNext()) {
        Map.Entry<Object, StoredEntry> grave = graves.next();
        if (grave.getKey().equals(key)) {
          note(key, grave.getValue(), null);
        }
      }
    }
  }

  private static StoreCell cell(SharedStore<String, String> store) {
    return ((ReplicatedStore<String, String>) store).cell();
  }

  private void replace(@Nullable String value) {
    if (value != null) {
      replaced.add(value);
    }
  }

  private void note(String key, @Nullable StoredEntry entry, @Nullable String value) {
    assertThat(entry).isNotNull();
    if (entry != null) {
      versions
          .computeIfAbsent(key, any -> new ArrayList<>())
          .add(new Version(entry.clock(), entry.source(), value));
    }
  }

  /** What is newest of each key. */
  Map<String, String> newest() {
    var newest = new TreeMap<String, String>();
    for (String key : keys) {
      versions.getOrDefault(key, List.of()).stream()
          .max(ORDER)
          .map(Version::value)
          .ifPresent(value -> newest.put(key, value));
    }
    return newest;
  }

  /** Whether a node that had the value has removed it or put another one in its place. */
  boolean isReplaced(String value) {
    return replaced.contains(value);
  }
}
