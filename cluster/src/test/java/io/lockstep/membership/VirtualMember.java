package io.lockstep.membership;

import com.google.protobuf.Message;
import io.lockstep.report.Counters;
import io.lockstep.time.VirtualEventLoop;
import io.lockstep.time.VirtualTime;
import io.lockstep.transport.Frames;
import io.lockstep.transport.KeyedTransport;
import io.lockstep.transport.KeyedTransports;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.VirtualNetwork;
import io.lockstep.transport.VirtualNetwork.VirtualTransport;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.TrafficKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A node that is nothing but a member, in virtual time. */
final class VirtualMember {
  static final MembershipSettings SETTINGS = MembershipSettings.defaults("machine");
  static final Duration DETECTION = SETTINGS.detectionTime();

  /** As the document shares the keys among three instances. */
  private static final List<Set<TrafficKey>> SHARES =
      List.of(
          Set.of(TrafficKey.APP_NODE),
          Set.of(
              TrafficKey.DOCUMENT_EVENTS,
              TrafficKey.SESSION_EVENTS,
              TrafficKey.SESSION_ATTRIBUTE_EVENTS,
              TrafficKey.BACKUP_SYNC_MESSAGES,
              TrafficKey.RPC_EXECUTOR),
          Set.of(TrafficKey.MESSAGING_SERVICE, TrafficKey.SHARED_STORE));

  final VirtualEventLoop loop;
  final VirtualTransport transport;
  final List<VirtualTransport> transports;
  final Messenger messenger;
  final Membership membership;
  final NodeAddress address;
  final Counters counters = new Counters();
  final List<String> heard = new ArrayList<>();

  private VirtualMember(
      VirtualTime time, List<VirtualNetwork> networks, String server, long seed, int wireVersion) {
    loop = time.loop(time.clock(), new SplittableRandom(seed));
    transports = networks.stream().map(VirtualNetwork::transport).toList();
    transport = transports.get(0);
    address = new NodeAddress("test", "cluster", server, "app");
    messenger = new Messenger(loop, keyed(), address, counters, wireVersion);
    membership = new Membership(loop, messenger, address, SETTINGS, counters);
    membership.addListener(new Notes());
  }

  /** Starts a member at once; two with the same seed have the same incarnation. */
  static VirtualMember start(VirtualTime time, VirtualNetwork network, String server, long seed) {
    return start(time, List.of(network), server, seed);
  }

  /** One with an instance on each network; the first carries {@code AppNode}. */
  static VirtualMember start(
      VirtualTime time, List<VirtualNetwork> networks, String server, long seed) {
    return start(time, networks, server, seed, Messenger.NEWEST_VERSION);
  }

  /** One that reads up to this version of the wire format. */
  static VirtualMember start(
      VirtualTime time, List<VirtualNetwork> networks, String server, long seed, int wireVersion) {
    var member = new VirtualMember(time, networks, server, seed, wireVersion);
    member.loop.execute(member.membership::start);
    return member;
  }

  private KeyedTransports keyed() {
    return transports.size() == 1
        ? KeyedTransports.single(transport)
        : new KeyedTransports(
            IntStream.range(0, transports.size())
                .mapToObj(i -> new KeyedTransport("i" + i, "", SHARES.get(i), transports.get(i)))
                .toList());
  }

  NodeId id() {
    return membership.self();
  }

  /** The server names of the other members it knows, sorted. */
  List<String> sees() {
    return membership.members().stream().map(seen -> seen.address().server()).sorted().toList();
  }

  List<String> suspects() {
    return membership.members().stream()
        .filter(Member::isSuspected)
        .map(seen -> seen.address().server())
        .sorted()
        .toList();
  }

  /** A message of the sender comes in. */
  <M extends Message> void receive(NodeId sender, MessageType<M> type, M message) {
    transport.inject(Frames.frame(address, sender, type, message));
  }

  /** Ends it as SIGKILL does: nothing is sent, and nobody is told. */
  void crash() {
    loop.close();
    transports.forEach(VirtualTransport::close);
  }

  private final class Notes implements MembershipListener {
    @Override
    public void joined(Member member) {
      heard.add("joined " + member.address().server());
    }

    @Override
    public void suspected(Member member) {
      heard.add("suspected " + member.address().server());
    }

    @Override
    public void trusted(Member member) {
      heard.add("trusted " + member.address().server());
    }

    @Override
    public void ended(NodeId node) {
      heard.add("ended " + node);
    }

    @Override
    public void synchronised() {
      heard.add("synchronised");
    }

    @Override
    public void rejoined(NodeId before, NodeId now) {
      heard.add("rejoined");
    }
  }
}
