package io.lockstep.benchmarks;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.TransportListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Takes what a bare transport receives. */
final class Ear implements TransportListener {
  private final Consumer<byte[]> frames;
  private final CompletableFuture<Void> connected = new CompletableFuture<>();

  Ear(Consumer<byte[]> frames) {
    this.frames = frames;
  }

  void awaitConnection(long time, TimeUnit unit) throws Exception {
    connected.get(time, unit);
  }

  @Override
  public void received(byte[] frame) {
    frames.accept(frame);
  }

  @Override
  public void connected() {
    connected.complete(null);
  }

  @Override
  public void disconnected() {}

  @Override
  public void unreachable(NodeId node) {}

  @Override
  public void dead(NodeId node) {}

  @Override
  public void declaredDead() {}

  @Override
  public void nobodyElse() {}
}
