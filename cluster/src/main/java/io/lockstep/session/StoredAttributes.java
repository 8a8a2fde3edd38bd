package io.lockstep.session;

import com.google.protobuf.ByteString;
import io.lockstep.session.GuardedStore.Kept;
import io.lockstep.wire.proto.AttributeChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Attributes whose values a store has. The loop's alone. */
final class StoredAttributes implements Attributes {
  private final GuardedStore store;
  private final Map<String, Kept> values = new HashMap<>();

  /** Kept already for the puts to come, in their order. */
  private Iterator<Kept> prepared = Collections.emptyIterator();

  StoredAttributes(GuardedStore store) {
    this.store = store;
  }

  @Override
  public @Nullable ByteString get(String name) {
    Kept kept = values.get(name);
    return kept == null ? null : store.read(kept);
  }

  @Override
  public int sizeOf(String name) {
    Kept kept = values.get(name);
    return kept == null ? NONE : kept.size();
  }

  @Override
  public Set<String> names() {
    return values.keySet();
  }

  @Override
  public Map<String, ByteString> all() {
    Map<String, ByteString> all = new HashMap<>();
    values.forEach((name, kept) -> all.put(name, store.read(kept)));
    return all;
  }

  @Override
  public void prepare(List<AttributeChange> changes) {
    prepared.forEachRemaining(store::drop);
    List<Kept> kept = new ArrayList<>();
    try {
      for (AttributeChange change : changes) {
        if (change.hasValue()) {
          kept.add(store.keep(change.getValue()));
        }
      }
    } catch (BackupStoreException e) {
      kept.forEach(store::drop);
      throw e;
    }
    prepared = kept.iterator();
  }

  @Override
  public void put(String name, ByteString value) {
    Kept kept = prepared.hasNext() ? prepared.next() : store.keep(value);
    Kept before = values.put(name, kept);
    if (before != null) {
      store.drop(before);
    }
  }

  @Override
  public int remove(String name) {
    Kept removed = values.remove(name);
    if (removed == null) {
      return NONE;
    }
    store.drop(removed);
    return removed.size();
  }

  @Override
  public void clear() {
    values.values().forEach(store::drop);
    values.clear();
    prepared.forEachRemaining(store::drop);
  }

  @Override
  public Attributes inMemory() {
    return new HeapAttributes(all());
  }

  @Override
  public void release() {
    clear();
  }
}
