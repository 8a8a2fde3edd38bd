package io.lockstep.transport.jgroups;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.connection.LifeContext;
import io.lockstep.transport.connection.Link;
import io.lockstep.transport.connection.Outbox.Outgoing;
import io.lockstep.transport.connection.OutboxSender;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.protocols.UFC;
import org.jgroups.util.TimeScheduler;
import org.jgroups.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's place in a group. Who is in view can be reached; whoever leaves it is told. */
final class GroupLink implements Link, Receiver, OutboxSender.Carrier {
  private static final Logger log = LoggerFactory.getLogger(GroupLink.class);
  private static final long RELEASE_MILLIS = 500;

  /** A larger frame, which may have to be sealed, is no work for the caller's thread. */
  private static final int MOST_BYTES_AT_ONCE = 16 * 1024;

  /** What JGroups itself may send meanwhile. */
  private static final int SPARE_CREDITS = 1024;

  private final JChannel channel;
  private final UFC flow;
  private final LifeContext life;
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private final OutboxSender sender;
  private final FrameNumbers numbers = new FrameNumbers();
  private final Map<Address, FrameOrder> senders = new ConcurrentHashMap<>();
  private final String name;
  private volatile Map<NodeId, Address> members = Map.of();
  private volatile @Nullable Future<?> releasing;
  private volatile @Nullable Thread writer;

  GroupLink(JChannel channel, LifeContext life, String name) {
    this.channel = channel;
    this.flow = channel.getProtocolStack().findProtocol(UFC.class);
    this.life = life;
    this.name = name;
    this.sender = new OutboxSender(this, life.counters(), lost::complete);
  }

  /** Called once the channel is connected. */
  void start() {
    TimeScheduler timer = channel.getProtocolStack().getTransport().getTimer();
    releasing =
        timer.scheduleWithFixedDelay(
            this::release, RELEASE_MILLIS, RELEASE_MILLIS, TimeUnit.MILLISECONDS, false);
    Thread thread = life.threads().named("lockstep-" + name + "-send").newThread(sender);
    writer = thread;
    thread.start();
  }

  /** What is for one goes to the network's own queue, as long as its receiver keeps up. */
  @Override
  public boolean isFreeFor(Outgoing outgoing) {
    NodeId to = outgoing.to();
    Address receiver = to == null ? null : members.get(to);
    int length = outgoing.frame().length;
    return receiver != null
        && length <= MOST_BYTES_AT_ONCE
        && flow.getSenderCreditsFor(receiver) > SPARE_CREDITS + length;
  }

  @Override
  public void carry(Outgoing outgoing) throws Exception {
    NodeId to = outgoing.to();
    if (to == null) {
      channel.send(null, numbers.toAll(outgoing.frame()));
      return;
    }
    Address receiver = members.get(to);
    byte[] numbered =
        receiver == null ? null : numbers.toOne(receiver, outgoing.frame()).orElse(null);
    if (numbered == null) {
      life.counters().dropped(1);
      life.gate().unreachable(to);
    } else {
      channel.send(receiver, numbered);
    }
  }

  @Override
  public void receive(Message message) {
    Address sender = message.getSrc();
    if (!(sender instanceof UUID)
        || !message.hasArray()
        || message.getLength() > Groups.MAX_MESSAGE_BYTES) {
      dropped();
      return;
    }
    try {
      senders
          .computeIfAbsent(
              sender,
              added -> new FrameOrder((UUID) channel.getAddress(), this::accept, System::nanoTime))
          .received(message.getArray(), message.getOffset(), message.getLength());
    } catch (IllegalArgumentException e) {
      dropped();
    }
  }

  private void dropped() {
    life.counters().dropped(1);
    life.complaints()
        .now("Not read, since it is too large, no frame, or sealed, and this server is not", 1);
  }

  private void accept(byte[] frame) {
    life.counters().received(frame.length);
    life.gate().received(frame);
  }

  private void release() {
    for (FrameOrder sender : senders.values()) {
      if (sender.release()) {
        life.complaints().now("Handed on although frames sent before are missing", 1);
      }
    }
    // Not at once: its last frames may still come, and after a split it goes on counting.
    senders
        .entrySet()
        .removeIf(
            sender -> !members.containsValue(sender.getKey()) && sender.getValue().isForgotten());
  }

  @Override
  public void viewAccepted(View view) {
    List<Address> present = view.getMembers();
    numbers.view(present);
    Map<NodeId, Address> now = new ConcurrentHashMap<>();
    // Of two lives of one link, the later one stands further behind.
    present.forEach(member -> nodeOf(member, now));
    Set<NodeId> gone = new HashSet<>(members.keySet());
    gone.removeAll(now.keySet());
    members = now;
    senders.forEach(
        (sender, order) -> {
          if (!view.containsMember(sender)) {
            order.end();
          }
        });
    gone.forEach(life.gate()::unreachable);
  }

  /** The members' processes have ended, or the connection to them was cut. */
  void ended(Collection<Address> suspects) {
    Map<NodeId, Address> nodes = new HashMap<>();
    suspects.forEach(suspect -> nodeOf(suspect, nodes));
    // A node whose link was lost and came back is another member, and lives on.
    nodes.forEach(
        (node, address) -> {
          if (!node.equals(life.self()) && address.equals(members.get(node))) {
            life.gate().unreachable(node);
          }
        });
  }

  private static void nodeOf(Address member, Map<NodeId, Address> nodes) {
    if (member instanceof UUID id && id.getMostSignificantBits() != 0) {
      nodes.put(new NodeId(id.getMostSignificantBits()), member);
    }
  }

  @Override
  public boolean offer(Outgoing outgoing) {
    return !lost.isDone() && sender.offer(outgoing);
  }

  @Override
  public CompletableFuture<String> lost() {
    return lost;
  }

  @Override
  public void drain(Duration longest) {
    if (sender.end()) {
      if (hasEnded(longest)) {
        awaitArrival();
      }
    }
  }

  /** The others drop what comes after they heard that a member left; so it waits for their word. */
  private void awaitArrival() {
    try {
      var end = new BytesMessage(null, new byte[] {FrameNumbers.END});
      channel.send(end.setFlag(Message.Flag.RSVP));
    } catch (Exception e) {
      // It leaves all the same.
      log.debug("The last message was not acknowledged", e);
    }
  }

  @Override
  public void cut(String reason) {
    lost.complete(reason);
    interrupt();
  }

  @Override
  public void close() {
    Future<?> task = releasing;
    if (task != null) {
      task.cancel(false);
    }
    interrupt();
    hasEnded(Duration.ofMillis(100));
    channel.close();
  }

  private void interrupt() {
    Thread thread = writer;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Waits for the writer; returns whether it has ended. */
  private boolean hasEnded(Duration longest) {
    Thread thread = writer;
    if (thread == null) {
      return true;
    }
    try {
      thread.join(longest.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
