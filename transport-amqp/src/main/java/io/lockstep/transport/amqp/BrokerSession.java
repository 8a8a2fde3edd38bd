package io.lockstep.transport.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownNotifier;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pair of connections that live and end together.
 *
 * <p>One only receives, the other only sends: a broker in need of memory stops reading from
 * connections that publish, and what must go on then, receiving and acknowledging, which is what
 * frees its memory, is not held up.
 */
final class BrokerSession implements AutoCloseable {
  private static final int ABORT_TIMEOUT_MS = 1_000;

  // What a connection hands over while it ends late is of no use to anybody.
  private final ExecutorService callbacks;
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private final SocketHandle sockets;
  private final BrokerClient client;
  private final BrokerAddress broker;
  private final String name;
  private final Blockage blockage;
  private final Connection inbound;
  private @Nullable Connection outbound;

  private BrokerSession(
      BrokerClient client,
      BrokerAddress broker,
      String name,
      SocketHandle sockets,
      Consumer<String> troubled)
      throws IOException, TimeoutException {
    this.client = client;
    this.broker = broker;
    this.name = name;
    blockage = new Blockage(broker, troubled);
    this.sockets = sockets;
    callbacks =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            client.threads().named("lockstep-amqp-receive"),
            new ThreadPoolExecutor.DiscardPolicy());
    try {
      inbound = client.connect(broker, name + " receives", callbacks, sockets);
    } catch (IOException | TimeoutException | RuntimeException | Error e) {
      callbacks.shutdown();
      throw e;
    }
    watch(inbound);
  }

  /**
   * Opens the connection that receives; the other one follows with its first channel.
   *
   * @param sockets learns of both connections' sockets before they are connected
   * @param troubled told when the broker begins to take nothing, and why
   */
  static BrokerSession open(
      BrokerClient client,
      BrokerAddress broker,
      String name,
      SocketHandle sockets,
      Consumer<String> troubled)
      throws IOException, TimeoutException {
    return new BrokerSession(client, broker, name, sockets, troubled);
  }

  /** A channel on the connection that receives; its end is the session's end. */
  Channel inboundChannel() throws IOException {
    return watched(inbound);
  }

  /** A channel on the connection that sends; its end is the session's end. */
  synchronized Channel outboundChannel() throws IOException, TimeoutException {
    Connection opened = outbound;
    if (opened == null) {
      opened = client.connect(broker, name + " sends", callbacks, sockets);
      opened.addBlockedListener(blockage);
      watch(opened);
      outbound = opened;
    }
    return watched(opened);
  }

  /** A channel on the connection that receives, for what the broker may refuse. */
  Channel spareChannel() throws IOException {
    return channel(inbound);
  }

  /** Whether the broker takes what is published on this session's outbound channels. */
  Blockage blockage() {
    return blockage;
  }

  Dialect dialect() {
    return Dialect.of(BrokerClient.properties(inbound));
  }

  /** The broker's product and version, for the log. */
  String brokerName() {
    return BrokerClient.properties(inbound).get("product")
        + " "
        + BrokerClient.properties(inbound).get("version");
  }

  /** Completed with the reason once the session can no longer be used. */
  CompletableFuture<String> lost() {
    return lost;
  }

  /** Ends the session at once, whatever its connections wait for. */
  void cut(String reason) {
    lost.complete(reason);
    sockets.cut();
  }

  @Override
  public synchronized void close() {
    lost.complete("closed");
    if (outbound != null) {
      outbound.abort(ABORT_TIMEOUT_MS);
    }
    inbound.abort(ABORT_TIMEOUT_MS);
    callbacks.shutdown();
  }

  private Channel watched(Connection connection) throws IOException {
    Channel channel = channel(connection);
    watch(channel);
    return channel;
  }

  private static Channel channel(Connection connection) throws IOException {
    Channel channel = connection.createChannel();
    if (channel == null) {
      throw new IOException("The broker allows no further channel");
    }
    return channel;
  }

  private void watch(ShutdownNotifier notifier) {
    notifier.addShutdownListener(cause -> lost.complete(String.valueOf(cause.getMessage())));
  }
}
