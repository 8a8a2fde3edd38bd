package io.lockstep.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Session;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.ha.session.BackupManager;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.tribes.Channel;
import org.apache.catalina.tribes.ChannelMessage;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.group.ChannelInterceptorBase;
import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.catalina.tribes.group.interceptors.MessageDispatchInterceptor;
import org.apache.catalina.tribes.group.interceptors.StaticMembershipInterceptor;
import org.apache.catalina.tribes.group.interceptors.TcpFailureDetector;
import org.apache.catalina.tribes.group.interceptors.TcpPingInterceptor;
import org.apache.catalina.tribes.membership.StaticMember;
import org.apache.catalina.tribes.tipis.AbstractReplicatedMap;
import org.apache.catalina.tribes.transport.nio.NioReceiver;

/**
 * An embedded Tomcat, without a connector unless one is set up for it, whose sessions a
 * BackupManager replicates over Tribes, on loopback, among members that are told to it.
 */
final class TribesNode implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int UNIQUE_ID_BYTES = 16;
  private static final int ALIVE_MILLIS = 1000;

  private final Tomcat tomcat = new Tomcat();
  private final Path directory;
  private final Sessions sessions = new Sessions();
  private final Arrivals arrivals = new Arrivals();

  private TribesNode(Path directory) {
    this.directory = directory;
  }

  /**
   * Starts the one with the given number.
   *
   * @param ports of all nodes, its own included
   * @param mapSendOptions what a replication waits for, as {@link Channel} says
   */
  static TribesNode start(int number, List<Integer> ports, int mapSendOptions) throws Exception {
    return start(number, ports, mapSendOptions, (tomcat, context) -> {});
  }

  /**
   * As {@link #start(int, List, int)}.
   *
   * @param setUp adds what is to be served, before the start
   */
  static TribesNode start(
      int number, List<Integer> ports, int mapSendOptions, BiConsumer<Tomcat, Context> setUp)
      throws Exception {
    var node = new TribesNode(Files.createTempDirectory("lockstep-tribes"));
    node.sessions.setMapSendOptions(mapSendOptions);
    node.tomcat.setBaseDir(node.directory.toString());
    // Its name is part of that of its beans, which are one space for all in this JVM.
    node.tomcat.getEngine().setName("tribes" + ports.get(number));
    var cluster = new SimpleTcpCluster();
    cluster.setChannel(node.channel(number, ports));
    cluster.setChannelStartOptions(Channel.SND_RX_SEQ | Channel.SND_TX_SEQ);
    node.tomcat.getEngine().setCluster(cluster);
    var context = (StandardContext) node.tomcat.addContext("", node.directory.toString());
    context.setClearReferencesRmiTargets(false);
    context.setClearReferencesThreadLocals(false);
    context.setDistributable(true);
    context.setManager(node.sessions);
    setUp.accept(node.tomcat, context);
    node.tomcat.start();
    return node;
  }

  private GroupChannel channel(int number, List<Integer> ports) throws IOException {
    var receiver = new NioReceiver();
    receiver.setAddress(LOOPBACK);
    receiver.setPort(ports.get(number));
    receiver.setAutoBind(0);
    var membership = new StaticMembershipInterceptor();
    for (int other = 0; other < ports.size(); other++) {
      var member = new StaticMember(LOOPBACK, ports.get(other), ALIVE_MILLIS, new byte[0]);
      member.setUniqueId(new byte[UNIQUE_ID_BYTES]);
      member.getUniqueId()[0] = (byte) (other + 1);
      if (other == number) {
        membership.setLocalMember(member);
      } else {
        membership.addStaticMember(member);
      }
    }
    var channel = new GroupChannel();
    channel.setJmxEnabled(false);
    channel.setChannelReceiver(receiver);
    channel.addInterceptor(arrivals);
    channel.addInterceptor(new TcpPingInterceptor());
    channel.addInterceptor(new TcpFailureDetector());
    channel.addInterceptor(membership);
    channel.addInterceptor(new MessageDispatchInterceptor());
    return channel;
  }

  /** How many other nodes it knows. */
  int others() {
    return sessions.getCluster().getMembers().length;
  }

  /** How many changes of other nodes' sessions have arrived and been applied. */
  long arrived() {
    return arrivals.count.sum();
  }

  Sessions sessions() {
    return sessions;
  }

  @Override
  public void close() throws IOException {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IOException(e);
    } finally {
      Directories.delete(directory);
    }
  }

  /** Counts what has been applied and carries the value of an attribute; all else is smaller. */
  private static final class Arrivals extends ChannelInterceptorBase {
    private final LongAdder count = new LongAdder();

    @Override
    public void messageReceived(ChannelMessage message) {
      int bytes = message.getMessage().getLength();
      super.messageReceived(message);
      if (bytes >= Payload.BYTES) {
        count.increment();
      }
    }
  }

  /** Lets one see what this node has as a backup, without making it the owner. */
  static final class Sessions extends BackupManager {
    /** Whether it knows another node that the session's changes go to. */
    boolean isReplicated(String id) {
      var all = (AbstractReplicatedMap<String, Session>) sessions;
      Member[] backups = all.getInternal(id).getBackupNodes();
      return backups != null && backups.length > 0;
    }

    /** Whether it knows for each session that it owns another node that its changes go to. */
    boolean areAllReplicated() {
      var all = (AbstractReplicatedMap<String, Session>) sessions;
      return all.keySet().stream().map(String.class::cast).allMatch(this::isReplicated);
    }

    /** The session as this node has it. */
    Optional<Session> copy(String id) {
      var all = (AbstractReplicatedMap<String, Session>) sessions;
      return Optional.ofNullable(all.getInternal(id)).map(AbstractReplicatedMap.MapEntry::getValue);
    }
  }
}
