package io.lockstep.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.transport.KeyedTransports;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportListener;
import io.lockstep.transport.TransportStatistics;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The simulation fails a step of a node's loop that waits for something. */
class WaitingStepTest {
  @Test
  void aStepThatWouldWaitIsAViolation() {
    SimulationResult result = Simulation.run(1, new WaitingTransports());

    assertThat(result.violations())
        .singleElement()
        .asString()
        .contains("A step of an event loop would have waited");
  }

  private static final class WaitingTransports implements Sabotage {
    @Override
    public KeyedTransports transports(KeyedTransports proper) {
      return KeyedTransports.single(new WaitingTransport(proper.instances().get(0).transport()));
    }
  }

  /** Waits for what will not come when it is to send to all, and hides that it was interrupted. */
  private record WaitingTransport(Transport proper) implements Transport {
    @Override
    public void open(NodeId self, TransportListener listener) {
      proper.open(self, listener);
    }

    @Override
    public void send(NodeId to, byte[] frame) {
      proper.send(to, frame);
    }

    @Override
    public void broadcast(byte[] frame) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException hidden) {
        proper.broadcast(frame);
      }
    }

    @Override
    public int maxFrameBytes() {
      return proper.maxFrameBytes();
    }

    @Override
    public TransportStatistics statistics() {
      return proper.statistics();
    }

    @Override
    public void close() {
      proper.close();
    }
  }
}
