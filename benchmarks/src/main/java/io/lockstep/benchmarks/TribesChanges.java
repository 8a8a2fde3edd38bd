package io.lockstep.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.catalina.Session;
import org.apache.catalina.tribes.Channel;

/**
 * Changes of sessions that Tomcat's BackupManager replicates, as a request makes them: finds the
 * session, sets an attribute, and has the manager replicate what was changed, as its valve does at
 * the end of a request. Each client has a session of its own.
 */
final class TribesChanges implements Subject {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Long enough for what is on its way; what has not come by then is lost. */
  private static final Duration ASYNC_PATIENCE = Duration.ofSeconds(10);

  private static final Duration POLL = Duration.ofNanos(50_000);
  private static final int ACKNOWLEDGED =
      Channel.SEND_OPTIONS_SYNCHRONIZED_ACK | Channel.SEND_OPTIONS_USE_ACK;

  private final String name;
  private final SessionShape shape;
  private final List<TribesNode> nodes = new ArrayList<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger stale = new AtomicInteger();

  private TribesChanges(String name, SessionShape shape) {
    this.name = name;
    this.shape = shape;
  }

  static TribesChanges start(String name, SessionShape shape) throws Exception {
    var changes = new TribesChanges(name, shape);
    List<Integer> ports = freePorts(shape.servers());
    int options = shape.isAcknowledged() ? ACKNOWLEDGED : Channel.SEND_OPTIONS_ASYNCHRONOUS;
    for (int node = 0; node < shape.servers(); node++) {
      changes.nodes.add(TribesNode.start(node, ports, options));
    }
    for (TribesNode node : changes.nodes) {
      changes.require(() -> node.others() == shape.servers() - 1, "members are missing");
    }
    return changes;
  }

  private static List<Integer> freePorts(int count) throws IOException {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int port = 0; port < count; port++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Client client() throws Exception {
    TribesNode.Sessions sessions = nodes.get(0).sessions();
    Session session = replicatedSession(sessions);
    String id = session.getId();
    // What changes the session must not overtake the session itself.
    require(() -> !copies(id).isEmpty(), "a session has no copy");
    for (int index = 0; index < shape.attributes(); index++) {
      session.getSession().setAttribute(SessionShape.name(index), shape.initial(index));
    }
    sessions.requestCompleted(id);
    require(() -> hasBackup(id, SessionShape.name(0), shape.initial(0)), "a backup is empty");
    // As one message.
    sent.incrementAndGet();
    require(() -> outstanding() <= 0, "a session has not arrived");
    return new Visitor(id, shape.values());
  }

  /** The nodes' maps find each other in the background, and a session that is older stays alone. */
  private Session replicatedSession(TribesNode.Sessions sessions) throws TimeoutException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Session session = sessions.createSession(null);
      if (sessions.isReplicated(session.getId())) {
        return session;
      }
      session.expire();
      if (System.nanoTime() > end) {
        throw new TimeoutException(name + ": a session has no backup");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** How often a backup was left with an older value than the last one that was sent to it. */
  String staleness() {
    return "%s: when all had arrived, the backup lacked the last change %d times of %d; lost: %d"
        .formatted(name, stale.get(), looks.get(), lost.get());
  }

  /** How many changes are on their way, of all clients. */
  private long outstanding() {
    long arrived = nodes.stream().skip(1).mapToLong(TribesNode::arrived).sum();
    return sent.get() - arrived - lost.get();
  }

  private void require(BooleanSupplier condition, String otherwise) throws Exception {
    if (!comesTrue(condition, PATIENCE)) {
      throw new TimeoutException(name + ": " + otherwise);
    }
  }

  private static boolean comesTrue(BooleanSupplier condition, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }

  /** What the nodes have that do not change the session. */
  private List<Session> copies(String id) {
    return nodes.stream()
        .skip(1)
        .map(node -> node.sessions().copy(id))
        .flatMap(Optional::stream)
        .toList();
  }

  private boolean hasBackup(String id, String attribute, byte[] value) {
    return copies(id).stream()
        .anyMatch(
            copy ->
                copy.getSession().getAttribute(attribute) instanceof byte[] there
                    && Arrays.equals(there, value));
  }

  @Override
  public void close() throws IOException {
    for (TribesNode node : nodes) {
      node.close();
    }
  }

  private final class Visitor implements Client {
    private final TribesNode.Sessions sessions = nodes.get(0).sessions();
    private final String id;
    private final byte[][] values;
    private int calls;

    Visitor(String id, byte[][] values) {
      this.id = id;
      this.values = values;
    }

    @Override
    public void call() throws Exception {
      calls++;
      Session session = sessions.findSession(id);
      session.access();
      session.getSession().setAttribute(shape.attribute(calls), values[calls % values.length]);
      sessions.requestCompleted(id);
      session.endAccess();
      sent.incrementAndGet();
      if (shape.isWindowFull(calls)) {
        settle();
      }
    }

    /** Also proves what was acknowledged. */
    @Override
    public void settle() throws Exception {
      byte[] last = values[calls % values.length];
      BooleanSupplier arrived = () -> hasBackup(id, shape.attribute(calls), last);
      if (shape.isAcknowledged()) {
        require(arrived, "a change has not arrived");
      } else {
        long until = sent.get();
        if (!comesTrue(() -> outstanding() <= sent.get() - until, ASYNC_PATIENCE)) {
          lost.addAndGet(Math.max(0, outstanding()));
        }
        looks.incrementAndGet();
        if (!arrived.getAsBoolean()) {
          stale.incrementAndGet();
        }
      }
    }
  }
}
