package io.lockstep.testkit.simulation;

import com.google.protobuf.Message;
import io.lockstep.testkit.simulation.network.FrameTap;
import io.lockstep.transport.NodeId;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Notes every frame in the trace, and shows the message in it to the observers. */
final class Wiretap implements FrameTap {
  private final Trace trace;
  private final Lives lives;
  private final List<MessageObserver> observers;
  private final FrameReader reader = new FrameReader();
  private final CRC32C crc = new CRC32C();

  Wiretap(Trace trace, Lives lives, List<MessageObserver> observers) {
    this.trace = trace;
    this.lives = lives;
    this.observers = List.copyOf(observers);
  }

  @Override
  public void sent(NodeId from, @Nullable NodeId to, byte[] frame) {
    Message message = reader.read(frame);
    trace.note(
        lives.server(from), new FrameView(to == null ? "all" : lives.name(to), frame), hash(frame));
    if (message != null) {
      observers.forEach(observer -> observer.sent(from, to, message));
    }
  }

  private long hash(byte[] frame) {
    crc.reset();
    crc.update(frame);
    return crc.getValue();
  }
}
