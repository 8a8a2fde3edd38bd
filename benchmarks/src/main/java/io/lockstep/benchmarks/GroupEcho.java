package io.lockstep.benchmarks;

import java.io.IOException;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.protocols.pbcast.GMS;

/**
 * The raw round trip of JGroups with one of its own stacks: two channels on loopback. A reply is
 * sent by the thread that received the request.
 */
final class GroupEcho implements Subject {
  private static final String BIND = "jgroups.bind_addr";
  private static final String HOSTS = "jgroups.tcpping.initial_hosts";

  private final String name;
  private final PendingCalls pending = new PendingCalls();
  private final JChannel asking;
  private final JChannel responding;

  private GroupEcho(String name, JChannel asking, JChannel responding) {
    this.name = name;
    this.asking = asking;
    this.responding = responding;
  }

  /**
   * Connects both.
   *
   * @param stack {@code udp.xml} or {@code tcp.xml}, as in JGroups' jar
   */
  static GroupEcho start(String name, String stack) throws Exception {
    System.setProperty(BIND, "127.0.0.1");
    System.setProperty(HOSTS, "127.0.0.1[7800]");
    var echo = new GroupEcho(name, new JChannel(stack), new JChannel(stack));
    echo.open();
    return echo;
  }

  private void open() throws Exception {
    asking.setReceiver(
        new Receiver() {
          @Override
          public void receive(Message message) {
            pending.replied(bytes(message));
          }
        });
    responding.setReceiver(
        new Receiver() {
          @Override
          public void receive(Message message) {
            send(responding, message.getSrc(), PendingCalls.reply(bytes(message)));
          }
        });
    quiet(asking);
    quiet(responding);
    asking.connect(name);
    responding.connect(name);
  }

  /** Standard output is for the tables. */
  private static void quiet(JChannel channel) {
    GMS membership = channel.getProtocolStack().findProtocol(GMS.class);
    membership.printLocalAddress(false);
  }

  private static byte[] bytes(Message message) {
    var bytes = new byte[message.getLength()];
    System.arraycopy(message.getArray(), message.getOffset(), bytes, 0, bytes.length);
    return bytes;
  }

  private static void send(JChannel from, Address to, byte[] bytes) {
    try {
      from.send(new BytesMessage(to, bytes));
    } catch (Exception e) {
      throw new IllegalStateException("JGroups does not send", e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Client client() {
    byte[] payload = Payload.random(0, Payload.BYTES);
    Address responder = responding.getAddress();
    return () -> pending.call(payload, request -> send(asking, responder, request));
  }

  @Override
  public void close() throws IOException {
    asking.close();
    responding.close();
  }
}
