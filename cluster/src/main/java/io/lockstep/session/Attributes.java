package io.lockstep.session;

import com.google.protobuf.ByteString;
import io.lockstep.wire.proto.AttributeChange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session's attributes as bytes: in memory at its owner, and in a backup there or in a store. Not
 * thread-safe. Reading a stored one throws {@link BackupStoreException} when the store has it no
 * more.
 */
interface Attributes {
  /** The size of an attribute that is not there. */
  int NONE = -1;

  @Nullable ByteString get(String name);

  /** How many bytes the value has; {@link #NONE} without one. */
  int sizeOf(String name);

  /** The names there are: a view. */
  Set<String> names();

  /** Names and values, read at once; not to be changed. */
  Map<String, ByteString> all();

  /**
   * Sees to it that the values of these changes can be put one after the other without fail. When
   * it throws {@link BackupStoreException}, nothing has changed.
   */
  void prepare(List<AttributeChange> changes);

  /** Throws {@link BackupStoreException} when the value was not prepared and cannot be stored. */
  void put(String name, ByteString value);

  /** Returns how many bytes the removed value had; {@link #NONE} without one. */
  int remove(String name);

  void clear();

  /** The same in memory: these themselves, if they are. */
  Attributes inMemory();

  /** Gives up what they take up outside memory; those are of no use any more. */
  void release();
}
