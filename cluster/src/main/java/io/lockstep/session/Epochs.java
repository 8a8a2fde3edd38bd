package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.wire.proto.WireEpoch;

/** Epochs to and from the wire. */
final class Epochs {
  private Epochs() {}

  static Epoch of(WireEpoch wire) {
    return new Epoch(wire.getCounter(), wire.getNode());
  }

  static WireEpoch toWire(Epoch epoch) {
    return WireEpoch.newBuilder().setCounter(epoch.counter()).setNode(epoch.node()).build();
  }

  static Epoch higher(Epoch one, Epoch other) {
    return one.isBelow(other) ? other : one;
  }
}
