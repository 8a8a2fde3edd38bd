package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Judge and judged at the same time, on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JudgementContract {
  private static final int ROUNDS = 300;
  private static final NetworkNames NAMES =
      NetworkNames.of(new NodeAddress("test", "judgement", "any", "app"), "default");
  private static final NodeId JUDGE = new NodeId(1);

  private Connection judgesConnection;
  private Connection nodesConnection;

  abstract TestBroker sharedBroker();

  @BeforeAll
  void connect() throws Exception {
    var factory = new ConnectionFactory();
    factory.setUri(sharedBroker().uri());
    judgesConnection = factory.newConnection("judge");
    nodesConnection = factory.newConnection("node");
  }

  @AfterAll
  void disconnect() {
    if (judgesConnection != null) {
      judgesConnection.abort();
      nodesConnection.abort();
    }
  }

  @Test
  void judgeAndJudgedNeverDisagree() throws Exception {
    Channel control = judgesConnection.createChannel();
    control.exchangeDeclare(NAMES.toOne(), BuiltinExchangeType.DIRECT);
    control.exchangeDeclare(NAMES.obituaries(), BuiltinExchangeType.DIRECT);
    control.queueDeclare(NAMES.queueOf(JUDGE), false, true, false, null);
    var prober = new Prober(judgesConnection.createChannel(), NAMES.toOne());
    var judgement =
        new Judgement(
            control, prober, NAMES, records(judgesConnection, prober), JUDGE, reason -> {});
    Channel node = nodesConnection.createChannel();
    var nodesProber = new Prober(nodesConnection.createChannel(), NAMES.toOne());
    DeathRecords nodesRecords = records(nodesConnection, nodesProber);
    int condemned = 0;

    for (int round = 0; round < ROUNDS; round++) {
      var id = new NodeId(1_000 + round);
      var start = new CyclicBarrier(2);
      var verdict =
          CompletableFuture.supplyAsync(
              () -> {
                meet(start);
                return unchecked(() -> judgement.condemn(id));
              });
      meet(start);
      node.queueDeclare(NAMES.queueOf(id), false, true, false, null);
      boolean alive = !Judgement.isCondemned(id, nodesProber, NAMES, nodesRecords);

      assertThat(alive && verdict.get()).as("alive and dead in round " + round).isFalse();
      condemned += verdict.get() ? 1 : 0;
    }
    // Else the two never met, and nothing was tried.
    assertThat(condemned).isBetween(1, ROUNDS - 1);
    System.out.printf("%s: %d of %d condemned%n", getClass().getSimpleName(), condemned, ROUNDS);
  }

  private static DeathRecords records(Connection connection, Prober prober) {
    return new DeathRecords(
        connection::createChannel, prober, NAMES, Dialect.of(connection.getServerProperties()));
  }

  private static void meet(CyclicBarrier start) {
    unchecked(start::await);
    long spins = ThreadLocalRandom.current().nextLong(2_000);
    for (long i = 0; i < spins * 100; i++) {
      Thread.onSpinWait();
    }
  }

  private interface Action<T> {
    T run() throws Exception;
  }

  private static <T> T unchecked(Action<T> action) {
    try {
      return action.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
