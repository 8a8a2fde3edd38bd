package io.lockstep.benchmarks;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportListener;
import io.lockstep.transport.TransportStatistics;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A messaging library alone, in the shape of a {@link Transport}, so that the same subjects measure
 * both. It adds nothing: no queue, no thread, no count.
 *
 * <p>Unlike a transport it is connected when {@link #open} returns, throws {@link
 * IllegalStateException} when the library fails, and lets a sender wait as long as the library
 * does. Its listener hears of frames and of the connection alone.
 */
final class RawTransport implements Transport {
  private static final int MAX_FRAME_BYTES = 1024 * 1024;

  /** Connects one node. */
  @FunctionalInterface
  interface Library {
    /**
     * Connects it before it returns.
     *
     * @param frames takes what comes in, on the library's thread
     */
    Link connect(NodeId self, Consumer<byte[]> frames) throws Exception;
  }

  /** One node's connection. Thread-safe. */
  interface Link {
    void send(NodeId to, byte[] frame) throws Exception;

    void broadcast(byte[] frame) throws Exception;

    void close() throws Exception;
  }

  private final Library library;
  private volatile @Nullable Link link;

  RawTransport(Library library) {
    this.library = library;
  }

  @Override
  public void open(NodeId self, TransportListener listener) {
    try {
      link = library.connect(self, listener::received);
    } catch (Exception e) {
      throw new IllegalStateException("The library does not connect", e);
    }
    listener.connected();
  }

  @Override
  public void send(NodeId to, byte[] frame) {
    try {
      opened().send(to, frame);
    } catch (Exception e) {
      throw new IllegalStateException("The library does not send", e);
    }
  }

  @Override
  public void broadcast(byte[] frame) {
    try {
      opened().broadcast(frame);
    } catch (Exception e) {
      throw new IllegalStateException("The library does not send", e);
    }
  }

  private Link opened() {
    Link opened = link;
    if (opened == null) {
      throw new IllegalStateException("The transport is not open");
    }
    return opened;
  }

  @Override
  public int maxFrameBytes() {
    return MAX_FRAME_BYTES;
  }

  /** Counting would take time, and nobody asks. */
  @Override
  public TransportStatistics statistics() {
    throw new UnsupportedOperationException("A raw transport does not count");
  }

  @Override
  public void close() {
    Link closing = link;
    link = null;
    if (closing == null) {
      return;
    }
    try {
      closing.close();
    } catch (Exception e) {
      throw new IllegalStateException("The library does not disconnect", e);
    }
  }
}
