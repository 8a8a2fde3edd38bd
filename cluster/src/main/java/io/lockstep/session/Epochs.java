package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.WireEpoch;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Epochs to and from the wire. */
final class Epochs {
  private Epochs() {}

  static Epoch of(WireEpoch wire) {
    return new Epoch(wire.getCounter(), wire.getNode());
  }

  static WireEpoch toWire(Epoch epoch) {
    return WireEpoch.newBuilder().setCounter(epoch.counter()).setNode(epoch.node()).build();
  }

  static List<WireEpoch> toWire(Collection<Epoch> epochs) {
    return epochs.stream().map(Epochs::toWire).toList();
  }

  static Set<Epoch> of(List<WireEpoch> wire) {
    return wire.stream().map(Epochs::of).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The next epoch above all these. */
  static Epoch above(Collection<Epoch> epochs, NodeId raiser) {
    return epochs.stream()
        .max(Comparator.naturalOrder())
        .orElse(Epoch.NONE)
        .raisedBy(raiser.incarnation());
  }

  /** The next epoch above all these, whose counter is above the given one too. */
  static Epoch above(Collection<Epoch> epochs, long counter, NodeId raiser) {
    Epoch above = above(epochs, raiser);
    return above.counter() > counter ? above : new Epoch(counter, 0).raisedBy(above.node());
  }
}
