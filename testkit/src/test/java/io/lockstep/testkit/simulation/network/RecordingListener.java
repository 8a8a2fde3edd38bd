package io.lockstep.testkit.simulation.network;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.TransportListener;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears. */
final class RecordingListener implements TransportListener {
  final List<String> heard = new ArrayList<>();

  @Override
  public void received(byte[] frame) {
    heard.add("frame " + frame[0]);
  }

  @Override
  public void connected() {
    heard.add("connected");
  }

  @Override
  public void disconnected() {
    heard.add("disconnected");
  }

  @Override
  public void unreachable(NodeId node) {
    heard.add("unreachable " + node.incarnation());
  }

  @Override
  public void dead(NodeId node) {
    heard.add("dead " + node.incarnation());
  }

  @Override
  public void declaredDead() {
    heard.add("declaredDead");
  }

  @Override
  public void nobodyElse() {
    heard.add("nobodyElse");
  }
}
