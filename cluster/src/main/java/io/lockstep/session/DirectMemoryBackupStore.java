package io.lockstep.session;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps backups in direct memory, where the garbage collector has no work with them. It grows by
 * steps of 1 MB, uses freed memory again, and lets none go before it is closed; the system gets it
 * when the garbage collector has found that. A value takes blocks of 128 bytes, of which each has
 * 124 for it, and the first one 120: 10,000 bytes take 81 blocks.
 *
 * <p>When the JVM has no more direct memory, what does not fit is refused, and the store grows no
 * more: each try would stop the node for as long as a garbage collection and half a second.
 */
public final class DirectMemoryBackupStore implements BackupStore {
  /*
   * All memory is blocks of one size, so that it never gets fragmented. A value is a chain of
   * blocks, and so are the free ones. Each block begins with the number of the next one; the first
   * one of a value has the value's length after it.
   */
  private static final int BLOCK = 128;
  private static final int SEGMENT = 1 << 20;
  private static final int BLOCKS_IN_SEGMENT = SEGMENT / BLOCK;
  private static final int LENGTH_AT = Integer.BYTES;
  private static final int FIRST_DATA_AT = 2 * Integer.BYTES;
  private static final int DATA_AT = Integer.BYTES;
  private static final int NONE = -1;

  private final long mostBytes;
  private final List<ByteBuffer> segments = new ArrayList<>();
  private int free = NONE;
  private long freeBlocks;
  private boolean grows = true;

  /**
   * A store that takes at the most three quarters of the direct memory that the JVM allows ({@code
   * -XX:MaxDirectMemorySize}, by default as much as the largest heap), but at least 1 MB: the rest
   * is for whoever else needs some, such as the container for its connections.
   */
  public DirectMemoryBackupStore() {
    this(Math.max(SEGMENT, DirectMemoryLimit.bytes() / 4 * 3));
  }

  /**
   * A store with a limit of its own.
   *
   * @param mostBytes how many bytes of direct memory it takes at the most; at least 1 MB
   */
  public DirectMemoryBackupStore(long mostBytes) {
    if (mostBytes < SEGMENT) {
      throw new IllegalArgumentException(
          "%d bytes for backups: allowed is at least %d".formatted(mostBytes, SEGMENT));
    }
    this.mostBytes = mostBytes;
  }

  /** How many bytes of direct memory it takes at the most. */
  public long mostBytes() {
    return mostBytes;
  }

  /** How many bytes of direct memory it has taken. */
  public long takenBytes() {
    return (long) segments.size() * SEGMENT;
  }

  /** How many of them are free for other values. */
  public long freeBytes() {
    return freeBlocks * BLOCK;
  }

  @Override
  public long put(ByteBuffer value) {
    int length = value.remaining();
    int blocks = blocksFor(length);
    makeRoom(blocks);
    int first = free;
    int block = first;
    int copied = 0;
    for (int left = blocks; left > 0; left--) {
      int dataAt = block == first ? FIRST_DATA_AT : DATA_AT;
      int part = Math.min(BLOCK - dataAt, length - copied);
      segment(block).put(at(block) + dataAt, value, value.position() + copied, part);
      copied += part;
      int next = next(block);
      if (left == 1) {
        link(block, NONE);
        free = next;
      }
      block = next;
    }
    segment(first).putInt(at(first) + LENGTH_AT, length);
    freeBlocks -= blocks;
    return first;
  }

  @Override
  public byte[] get(long number) {
    int block = Math.toIntExact(number);
    var value = new byte[segment(block).getInt(at(block) + LENGTH_AT)];
    int dataAt = FIRST_DATA_AT;
    int copied = 0;
    while (copied < value.length) {
      int part = Math.min(BLOCK - dataAt, value.length - copied);
      segment(block).get(at(block) + dataAt, value, copied, part);
      copied += part;
      block = next(block);
      dataAt = DATA_AT;
    }
    return value;
  }

  @Override
  public void remove(long number) {
    int first = Math.toIntExact(number);
    int last = first;
    freeBlocks++;
    while (next(last) != NONE) {
      last = next(last);
      freeBlocks++;
    }
    link(last, free);
    free = first;
  }

  @Override
  public void close() {
    segments.clear();
    free = NONE;
    freeBlocks = 0;
    grows = false;
  }

  private static int blocksFor(int length) {
    int afterFirst = Math.max(0, length - (BLOCK - FIRST_DATA_AT));
    return 1 + (afterFirst + BLOCK - DATA_AT - 1) / (BLOCK - DATA_AT);
  }

  private void makeRoom(int blocks) {
    while (freeBlocks < blocks) {
      if (!grows || takenBytes() > mostBytes - SEGMENT) {
        throw new IllegalStateException(
            "no direct memory is left for backups: %d bytes are taken".formatted(takenBytes()));
      }
      grow();
    }
  }

  private void grow() {
    ByteBuffer segment;
    try {
      segment = ByteBuffer.allocateDirect(SEGMENT);
    } catch (OutOfMemoryError e) {
      grows = false;
      throw new IllegalStateException(
          "the JVM has no more direct memory (-XX:MaxDirectMemorySize) for backups: %d bytes are taken"
              .formatted(takenBytes()),
          e);
    }
    int first = segments.size() * BLOCKS_IN_SEGMENT;
    segments.add(segment);
    for (int block = first; block < first + BLOCKS_IN_SEGMENT - 1; block++) {
      link(block, block + 1);
    }
    link(first + BLOCKS_IN_SEGMENT - 1, free);
    free = first;
    freeBlocks += BLOCKS_IN_SEGMENT;
  }

  private ByteBuffer segment(int block) {
    return segments.get(block / BLOCKS_IN_SEGMENT);
  }

  private static int at(int block) {
    return block % BLOCKS_IN_SEGMENT * BLOCK;
  }

  private int next(int block) {
    return segment(block).getInt(at(block));
  }

  private void link(int block, int next) {
    segment(block).putInt(at(block), next);
  }
}
