package io.lockstep.testkit.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.lockstep.sequence.SequenceRange;
import io.lockstep.sequence.VersionVector;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.StoreBatch;
import io.lockstep.wire.proto.StoreChunk;
import io.lockstep.wire.proto.StoreEntry;
import io.lockstep.wire.proto.StoreSeen;
import io.lockstep.wire.proto.StoreState;
import io.lockstep.wire.proto.StoreStatus;
import io.lockstep.wire.proto.StoreVector;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All versions of the entries of one store that any node ever sent, and who has seen which. */
final class StoreTruth implements MessageObserver {
  private static final Comparator<Version> ORDER =
      Comparator.comparingLong(Version::clock)
          .thenComparing(Version::source, Long::compareUnsigned);

  private final String store;
  private final Map<String, Map<List<Long>, Version>> versions = new TreeMap<>();
  private final Map<NodeId, VersionVector> told = new LinkedHashMap<>();
  private final Set<String> removed = new HashSet<>();

  StoreTruth(String store) {
    this.store = store;
  }

  String store() {
    return store;
  }

  /** A version of an entry; one without a value is a removal. */
  record Version(long clock, long source, long sequence, @Nullable String value) {
    boolean isNewerThan(Version other) {
      return ORDER.compare(this, other) > 0;
    }
  }

  @Override
  public void sent(NodeId from, @Nullable NodeId to, Message message) {
    if (message instanceof StoreBatch batch && batch.getStore().equals(store)) {
      batch.getEntriesList().forEach(entry -> note(entry, batch.getSource()));
    } else if (message instanceof StoreChunk chunk && chunk.getStore().equals(store)) {
      chunk.getEntriesList().forEach(entry -> note(entry, entry.getSource()));
    } else if (message instanceof StoreStatus status) {
      for (StoreState state : status.getStoresList()) {
        if (state.getStore().equals(store)) {
          told.put(from, vector(state.getVector()));
        }
      }
    }
  }

  private void note(StoreEntry entry, long source) {
    var version =
        new Version(
            entry.getClock(),
            source,
            entry.getSequence(),
            entry.hasValue() ? text(entry.getValue()) : null);
    versions
        .computeIfAbsent(text(entry.getKey()), any -> new LinkedHashMap<>())
        .put(List.of(source, entry.getSequence()), version);
  }

  /** Keys and values are texts here, after their tag. */
  private static String text(ByteString bytes) {
    return bytes.substring(1).toStringUtf8();
  }

  static VersionVector vector(StoreVector wire) {
    var vector = new VersionVector();
    for (StoreSeen seen : wire.getSeenList()) {
      for (int i = 0; i < seen.getBoundsCount(); i += 2) {
        vector.add(seen.getSource(), new SequenceRange(seen.getBounds(i), seen.getBounds(i + 1)));
      }
    }
    return vector;
  }

  /** What the node said last that it has seen. */
  Optional<VersionVector> told(NodeId node) {
    return Optional.ofNullable(told.get(node));
  }

  /** The newest version of the key among those that were seen; what was lost does not count. */
  Optional<Version> newest(String key, VersionVector seen) {
    return versions.getOrDefault(key, Map.of()).values().stream()
        .filter(version -> seen.covers(version.source(), version.sequence()))
        .max(ORDER);
  }

  /** The version of that value, once it was sent. */
  Optional<Version> of(String key, String value) {
    return versions.getOrDefault(key, Map.of()).values().stream()
        .filter(version -> value.equals(version.value()))
        .findFirst();
  }

  /** Whether a newer version was ever sent that is a removal, or whose time is over. */
  boolean isGoneAfter(String key, Version version, long nowMs) {
    return versions.getOrDefault(key, Map.of()).values().stream()
        .filter(other -> other.isNewerThan(version))
        .anyMatch(other -> other.value() == null || StoreWorkload.isOver(other.value(), nowMs));
  }

  /**
   * An application has removed an entry, and these values were gone on its process before or with
   * it. A node that is alone sends nothing, and nobody hears of its removals but by their result.
   */
  void removed(List<String> values) {
    removed.addAll(values);
  }

  /** Whether an application has removed an entry that had, or had had, the value. */
  boolean isRemoved(String value) {
    return removed.contains(value);
  }

  /** All keys that were ever sent, in a fixed order. */
  List<String> keys() {
    return List.copyOf(versions.keySet());
  }
}
