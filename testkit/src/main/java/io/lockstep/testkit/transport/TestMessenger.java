package io.lockstep.testkit.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.lockstep.report.Counters;
import io.lockstep.time.ThreadEventLoop;
import io.lockstep.transport.KeyedTransports;
import io.lockstep.transport.LinkListener;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Batch;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A messenger over a transport, with a loop of its own, and the first message that it hears. */
final class TestMessenger implements AutoCloseable {
  private static final NodeAddress ADDRESS = new NodeAddress("test", "cluster", "server", "app");

  /** As large as a whole session or document may be; two at a time fit into an embedded broker. */
  static final int LARGE_BYTES = 16 << 20;

  private static final long PATIENCE_SECONDS = 30;

  private final NodeId id;
  private final ThreadEventLoop loop = new ThreadEventLoop("test-messenger");
  private final Messenger messenger;
  private final CompletableFuture<Batch> message = new CompletableFuture<>();

  private TestMessenger(long id, Transport transport) {
    this.id = new NodeId(id);
    messenger = new Messenger(loop, KeyedTransports.single(transport), ADDRESS, new Counters());
    messenger.on(MessageType.BATCH, (sender, batch) -> message.complete(batch));
  }

  /** Opens it and waits until it is connected. */
  static TestMessenger connected(long id, Transport transport) {
    var opened = new TestMessenger(id, transport);
    var connected = new CompletableFuture<Void>();
    opened.messenger.addListener(
        new LinkListener() {
          @Override
          public void connected() {
            connected.complete(null);
          }
        });
    opened.loop.execute(() -> opened.messenger.open(opened.id));
    connected.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    return opened;
  }

  /** A message of {@link #LARGE_BYTES}. */
  static Batch large(long seed) {
    // Of the rest there are a tag and a length of four bytes.
    var bytes = new byte[LARGE_BYTES - 5];
    new Random(seed).nextBytes(bytes);
    ByteString content = UnsafeByteOperations.unsafeWrap(bytes);
    return Batch.newBuilder().setSession(content).build();
  }

  void send(TestMessenger to, Batch batch) {
    messenger.send(to.id, MessageType.BATCH, batch);
  }

  /** Waits for the message. */
  Batch message() {
    return message.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    CompletableFuture.runAsync(messenger::close, loop).join();
    loop.close();
  }
}
