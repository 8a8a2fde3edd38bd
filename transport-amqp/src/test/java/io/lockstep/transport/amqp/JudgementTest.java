package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ReturnCallback;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of an obituary when the broker fails while a judge looks. */
class JudgementTest {
  private static final NetworkNames NAMES =
      NetworkNames.of(new NodeAddress("test", "judgement", "any", "app"), "default");

  private static final NodeId NODE = new NodeId(2);

  private final List<String> calls = new ArrayList<>();
  private final List<String> ends = new ArrayList<>();
  private final Set<String> failing = new HashSet<>();
  private boolean nodeIsThere;
  private @Nullable ReturnCallback returns;
  private final Judgement judgement = judgement(new Prober(channel(), NAMES.toOne()));

  private Judgement judgement(Prober prober) {
    var records = new DeathRecords(this::channel, prober, NAMES, Dialect.RABBITMQ_4);
    return new Judgement(channel(), prober, NAMES, records, new NodeId(1), ends::add);
  }

  private Channel channel() {
    return (Channel)
        Proxy.newProxyInstance(
            Channel.class.getClassLoader(),
            new Class<?>[] {Channel.class},
            (proxy, method, arguments) -> called(method.getName(), arguments));
  }

  private @Nullable Object called(String method, Object[] arguments) throws IOException {
    if (method.equals("addReturnListener")) {
      returns = (ReturnCallback) arguments[0];
      return null;
    }
    calls.add(method);
    if (failing.contains(method + " " + Collections.frequency(calls, method))) {
      throw new IOException("steered");
    }
    if (method.equals("basicPublish") && !nodeIsThere) {
      Objects.requireNonNull(returns)
          .handle(
              new Return(
                  AMQP.NO_ROUTE,
                  "NO_ROUTE",
                  (String) arguments[0],
                  (String) arguments[1],
                  (AMQP.BasicProperties) arguments[3],
                  (byte[]) arguments[4]));
    }
    return null;
  }

  private void expectFailure() {
    assertThatThrownBy(() -> judgement.condemn(NODE)).isInstanceOf(IOException.class);
  }

  @Test
  void anObituaryStandsOnceTheNodeWasMissingTwice() throws Exception {
    assertThat(judgement.condemn(NODE)).isTrue();

    assertThat(calls).contains("queueBind").doesNotContain("queueUnbind");
    assertThat(calls).endsWith("queueDeclare", "abort");
  }

  @Test
  void anObituaryIsWithdrawnWhenTheDeathCannotBePutOnRecord() {
    failing.add("queueDeclare 1");

    expectFailure();

    assertThat(calls).endsWith("queueUnbind");
  }

  @Test
  void anObituaryIsWithdrawnWhenTheSecondLookFails() {
    failing.add("exchangeDeclarePassive 2");

    expectFailure();

    assertThat(calls).endsWith("queueUnbind");
    assertThat(ends).isEmpty();
  }

  @Test
  void theLinkEndsWhenAnObituaryCannotBeWithdrawn() {
    failing.add("exchangeDeclarePassive 2");
    failing.add("queueUnbind 1");

    expectFailure();

    assertThat(ends).hasSize(1);
  }

  @Test
  void nothingIsShownOfANodeThatIsThere() throws Exception {
    nodeIsThere = true;

    assertThat(judgement.condemn(NODE)).isFalse();

    assertThat(calls).doesNotContain("queueBind");
  }
}
