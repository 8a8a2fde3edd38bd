package io.lockstep.store;

import com.google.protobuf.ByteString;
import io.lockstep.wire.PlainBytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns one store's keys and values into objects and back. Thread-safe. */
final class EntryReader {
  private static final Logger log = LoggerFactory.getLogger(EntryReader.class);
  private static final int LONGEST_KEY = 80;

  private final String store;
  private final StoreContext context;
  private volatile boolean warned;

  EntryReader(String store, StoreContext context) {
    this.store = store;
    this.context = context;
  }

  /** The entry to put, serialised. */
  StoredEntry.Draft draft(Object key, Object value, long expiresMs) {
    byte[] keyBytes = serialize("the key", key, key);
    byte[] valueBytes = serialize("the value of", key, value);
    long size = (long) keyBytes.length + valueBytes.length;
    int most = context.settings().maxEntryBytes();
    if (size > most) {
      throw new EntryRefusedException(
          "Store \"%s\": the entry of %s has %d bytes serialised; allowed are %d"
              .formatted(store, name(key), size, most));
    }
    return new StoredEntry.Draft(keyBytes, valueBytes, value, expiresMs);
  }

  /** What the caller is told when the entry does not fit. */
  EntryRefusedException refused(Object key, StoreFullException full) {
    return new EntryRefusedException(
        "Store \"%s\": with the entry of %s its entries would have %d bytes serialised; allowed are"
                .formatted(store, name(key), full.bytes())
            + " %d".formatted(full.mostBytes()));
  }

  private byte[] serialize(String role, Object key, Object object) {
    try {
      return PlainBytes.write(object, context.codec());
    } catch (IllegalArgumentException e) {
      throw new EntryRefusedException(
          "Store \"%s\": %s %s cannot be put: %s".formatted(store, role, name(key), e.getMessage()),
          e);
    }
  }

  /** The entry's value, read the first time that somebody asks for it. */
  Object value(Object key, StoredEntry entry) {
    @Nullable Object known = entry.value();
    if (known != null) {
      return known;
    }
    try {
      Object value = PlainBytes.read(entry.valueBytes(), context.codec());
      entry.keep(value);
      return value;
    } catch (IllegalStateException e) {
      throw new EntryUnreadableException(
          "Store \"%s\": the value of %s cannot be read here: %s"
              .formatted(store, name(key), e.getMessage()),
          e);
    }
  }

  /** The key as an object, or as {@link OpaqueKey}. */
  Object key(ByteString bytes) {
    try {
      return PlainBytes.read(bytes, context.codec());
    } catch (IllegalStateException e) {
      context.counters().increment("stores.unreadable-keys");
      if (!warned) {
        warned = true;
        log.warn(
            "Store \"{}\" has a key that cannot be read here, so its entry is not seen here;"
                + " further ones are only counted: {}",
            store,
            e.getMessage());
      }
      return new OpaqueKey(bytes);
    }
  }

  private static String name(Object key) {
    String text = String.valueOf(key);
    return "\""
        + (text.length() <= LONGEST_KEY ? text : text.substring(0, LONGEST_KEY) + "…")
        + "\"";
  }
}
