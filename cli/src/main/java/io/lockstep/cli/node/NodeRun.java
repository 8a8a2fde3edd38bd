package io.lockstep.cli.node;

import io.lockstep.config.LockstepSettings;
import io.lockstep.node.BackupClasses;
import io.lockstep.node.CodecFactory;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.node.TransportFactory;
import io.lockstep.rpc.RpcSettings;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.BackupManagement;
import io.lockstep.session.BackupStore;
import io.lockstep.transport.KeyedTransports;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Nodes in this process, from their start to the end of an input. */
public final class NodeRun implements AutoCloseable {
  private static final int LOOK_MS = 200;
  private static final ClassLoader LOADER = NodeRun.class.getClassLoader();

  private final TransportFactory transports;
  private final CodecFactory codecs = CodecFactory.installed(LOADER);
  private final Consumer<String> teller;
  private final List<LockstepNode> nodes = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService watches =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "lockstep-watch");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Starts nothing yet.
   *
   * @param teller gets each line; may be called from any thread
   */
  public NodeRun(TransportFactory transports, Consumer<String> teller) {
    this.transports = transports;
    this.teller = teller;
  }

  /**
   * Starts the nodes; returns at once.
   *
   * @throws io.lockstep.config.ConfigurationException when this build does not have what one asks
   *     for; then none is started
   */
  public void start(List<LockstepSettings> settings) {
    List<AttributeCodec> coders =
        settings.stream().map(each -> codecs.create(each, () -> LOADER)).toList();
    List<KeyedTransports> carriers = settings.stream().map(transports::create).toList();
    List<BackupManagement> backups = backups(settings);
    settings.stream().flatMap(each -> each.warnings().stream()).distinct().forEach(this::warn);
    for (int i = 0; i < carriers.size(); i++) {
      start(settings.get(i), carriers.get(i), coders.get(i), backups.get(i));
    }
  }

  /** After all else that may fail: a store may have taken what only its end gives back. */
  private static List<BackupManagement> backups(List<LockstepSettings> settings) {
    List<BackupManagement> made = new ArrayList<>();
    try {
      settings.forEach(each -> made.add(BackupClasses.create(each.backups(), LOADER)));
      return made;
    } catch (RuntimeException e) {
      made.forEach(each -> each.store().ifPresent(BackupStore::close));
      throw e;
    }
  }

  private void warn(String warning) {
    teller.accept("warning: " + warning);
  }

  private void start(
      LockstepSettings settings,
      KeyedTransports transports,
      AttributeCodec codec,
      BackupManagement backups) {
    var own = new NodeSettings(settings.address(), settings.membership(), settings.sessions());
    LockstepNode node =
        new NodeBuilder(own)
            .transports(transports)
            .codec(codec)
            .backups(backups)
            .stores(settings.stores())
            .rpc(RpcSettings.defaults().withRequestTimeout(settings.messaging().requestTimeout()))
            .start();
    nodes.add(node);
    teller.accept("%s: starts as %s".formatted(settings.address().server(), settings));
    var unused =
        node.started()
            .thenRun(() -> teller.accept("%s: is up".formatted(settings.address().server())));
    var watch = new MemberWatch(teller);
    var unusedToo =
        watches.scheduleWithFixedDelay(
            () -> look(node, watch), LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
  }

  /** On the one thread of the watches, of which none then waits long. */
  private static void look(LockstepNode node, MemberWatch watch) {
    try {
      watch.look(node.observer().report().get(1, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // The next look may be answered.
    }
  }

  /** Waits until the input ends. */
  public static void awaitEnd(InputStream input) throws IOException {
    var dropped = new byte[1_024];
    while (input.read(dropped) >= 0) {
      // What is said does not matter.
    }
  }

  /** The nodes leave in order. Without effect the second time. */
  @Override
  public void close() {
    watches.shutdownNow();
    List<LockstepNode> leaving = new ArrayList<>(nodes);
    nodes.removeAll(leaving);
    for (LockstepNode node : leaving) {
      node.close();
      teller.accept("%s: has left".formatted(node.address().server()));
    }
  }
}
