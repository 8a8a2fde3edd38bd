package io.lockstep.rpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport.TimingReport;
import io.lockstep.rpc.RpcException.Reason;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.AttributeUnreadableException;
import io.lockstep.session.NotSerializableAttributeException;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcTest {
  private static final int REQUEST = 62;
  private static final int REPLY = 63;
  private static final Duration A_MOMENT = Duration.ofMillis(50);
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /** Texts and whole numbers need no codec; fractions can be written and not be read. */
  private static final class WriteOnly implements AttributeCodec {
    @Override
    public byte[] serialize(String name, Object value) {
      if (value instanceof Double) {
        return new byte[1];
      }
      throw new NotSerializableAttributeException("class " + value.getClass().getName());
    }

    @Override
    public Object deserialize(String name, byte[] bytes) {
      throw new AttributeUnreadableException("unknown there", new ClassNotFoundException());
    }
  }

  private final VirtualCluster cluster = new VirtualCluster(1, false, new WriteOnly());
  private final Server a = cluster.start("a");
  private final Server b = cluster.start("b");
  private final List<Object> ran = new ArrayList<>();

  RpcTest() {
    b.node()
        .rpc()
        .handle(
            "echo",
            call -> {
              ran.add(call.argument());
              return "echo of " + call.argument();
            });
  }

  private CompletableFuture<String> echo(Object argument) {
    return a.node().rpc().call("b", "echo", argument, String.class);
  }

  private List<CompletableFuture<String>> echoes(int many) {
    return IntStream.range(0, many).mapToObj(this::echo).toList();
  }

  private void pass(Duration duration) {
    cluster.pass(duration);
  }

  private static RpcException failure(CompletableFuture<?> future) {
    try {
      throw new AssertionError("answered: " + future.getNow(null));
    } catch (CompletionException e) {
      return requireNonNull((RpcException) e.getCause());
    }
  }

  private static void assertFails(
      CompletableFuture<?> future, Reason reason, boolean mayHaveRun, String... words) {
    assertThat(future).isCompletedExceptionally();
    RpcException failure = failure(future);
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.mayHaveRun()).isEqualTo(mayHaveRun);
    assertThat(words).allMatch(String.valueOf(failure.getMessage())::contains);
  }

  @Test
  void aCallIsAnsweredByTheServerThatIsNamed() throws Exception {
    assertThat(cluster.await(echo("hello"))).isEqualTo("echo of hello");
    assertThat(ran).containsExactly("hello");
  }

  @Test
  void callsAreCountedAndTimed() throws Exception {
    for (CompletableFuture<String> call : echoes(10)) {
      cluster.await(call);
    }
    cluster.network.loseType(REQUEST);
    CompletableFuture<String> lost = echo("lost");
    pass(TIMEOUT.plus(A_MOMENT));
    assertThat(lost).isCompletedExceptionally();

    assertThat(cluster.counter(a, "rpc.calls")).isEqualTo(11);
    assertThat(cluster.counter(a, "rpc.failed")).isEqualTo(1);
    assertThat(cluster.counter(a, "rpc.timed-out")).isEqualTo(1);
    assertThat(cluster.counter(b, "rpc.served")).isEqualTo(10);
    TimingReport calls = cluster.await(a.node().observer().report()).timings().get(0);
    assertThat(calls.name()).isEqualTo("rpc.call");
    assertThat(calls.count()).isEqualTo(10);
    assertThat(calls.p99Us()).isBetween(100L, 10_000L);
  }

  @Test
  void aCallGoesToALifeOfAServerAndTellsWhoCalls() throws Exception {
    b.node().rpc().handle("caller", call -> call.caller().toString());
    CompletableFuture<String> call =
        a.node().rpc().call(b.node().id(), "caller", "", String.class, TIMEOUT);
    assertThat(cluster.await(call)).isEqualTo(a.node().id().toString());
  }

  @Test
  void aServerCanCallItself() throws Exception {
    CompletableFuture<String> call = b.node().rpc().call("b", "echo", 7, String.class);
    assertThat(cluster.await(call)).isEqualTo("echo of 7");
  }

  @Test
  void nothingOfTheApplicationRunsOnTheLoop() {
    List<Boolean> onTheLoop = new ArrayList<>();
    b.node().rpc().handle("look", call -> "" + onTheLoop.add(b.loop().inLoop()));
    var unused =
        a.node()
            .rpc()
            .call("b", "look", "", String.class)
            .thenAccept(answer -> onTheLoop.add(a.loop().inLoop()));
    var failing =
        a.node()
            .rpc()
            .call("nobody", "look", "", String.class)
            .handle((answer, failure) -> onTheLoop.add(a.loop().inLoop()));
    pass(A_MOMENT);
    assertThat(failing).isDone();
    assertThat(onTheLoop).containsExactly(false, false, false);
  }

  @Test
  void aCallWithoutAnAnswerFailsAfterTheTimeOut() throws Exception {
    cluster.network.loseType(REQUEST);
    CompletableFuture<String> call = echo("hello");
    pass(TIMEOUT.minus(A_MOMENT));
    assertThat(call).isNotDone();
    pass(A_MOMENT.plus(A_MOMENT));
    assertFails(call, Reason.TIMED_OUT, true, "echo", "b", "PT15S");
    assertThat(cluster.counter(a, "rpc.timed-out")).isEqualTo(1);
  }

  @Test
  void aCallCanHaveATimeOutOfItsOwn() {
    cluster.network.loseType(REPLY);
    CompletableFuture<String> call =
        a.node().rpc().call("b", "echo", "hello", String.class, Duration.ofSeconds(1));
    pass(Duration.ofMillis(900));
    assertThat(call).isNotDone();
    pass(Duration.ofMillis(200));
    assertFails(call, Reason.TIMED_OUT, true);
  }

  @Test
  void aLostRequestIsNotSentAgain() {
    cluster.network.loseType(REQUEST);
    CompletableFuture<String> call = echo("hello");
    pass(A_MOMENT);
    cluster.network.heal();
    pass(TIMEOUT);
    assertThat(call).isCompletedExceptionally();
    assertThat(ran).isEmpty();
  }

  @Test
  void aCallWhoseAnswerIsLostHasRunOnce() {
    cluster.network.loseType(REPLY);
    CompletableFuture<String> call = echo("hello");
    pass(TIMEOUT.plus(A_MOMENT));
    assertFails(call, Reason.TIMED_OUT, true);
    assertThat(ran).containsExactly("hello");
  }

  @Test
  void anAnswerThatComesTooLateIsCountedAndForgotten() throws Exception {
    cluster.holdWorkers();
    CompletableFuture<String> call = echo("hello");
    pass(TIMEOUT.plus(A_MOMENT));
    cluster.releaseWorkers();
    pass(A_MOMENT);
    assertFails(call, Reason.TIMED_OUT, true);
    assertThat(cluster.counter(a, "rpc.late-answers")).isEqualTo(1);
  }

  @Test
  void aRequestThatTheNetworkDoublesRunsOnce() throws Exception {
    List<byte[]> requests = new ArrayList<>();
    cluster.network.lose(
        frame -> {
          boolean request = frame.envelope().getType() == REQUEST;
          if (request) {
            requests.add(frame.bytes().toByteArray());
          }
          return request;
        });
    CompletableFuture<String> first = echo("1");
    CompletableFuture<String> second = echo("2");
    pass(A_MOMENT);
    for (int index : new int[] {1, 0, 0, 1}) {
      b.transport().inject(requests.get(index));
    }
    pass(A_MOMENT);
    assertThat(first).isCompletedWithValue("echo of 1");
    assertThat(second).isCompletedWithValue("echo of 2");
    assertThat(ran).containsExactly("2", "1");
    assertThat(cluster.counter(b, "rpc.duplicates")).isEqualTo(2);
  }

  @Test
  void aFailureIsToldWithItsClassAndMessage() {
    b.node()
        .rpc()
        .handle(
            "fail",
            call -> {
              throw new java.io.IOException("disk full");
            });
    CompletableFuture<String> call = a.node().rpc().call("b", "fail", "", String.class);
    pass(A_MOMENT);
    assertFails(call, Reason.FAILED, true, "fail", "java.io.IOException", "disk full");
  }

  @Test
  void anOperationThatTheServerDoesNotHaveIsToldAndHasNotRun() {
    b.node().rpc().stopHandling("echo");
    CompletableFuture<String> call = echo("hello");
    pass(A_MOMENT);
    assertFails(call, Reason.NO_SUCH_OPERATION, false, "echo", "b");
  }

  @Test
  void aServerThatIsNotThereIsToldAtOnce() {
    CompletableFuture<String> call = a.node().rpc().call("nobody", "echo", "hello", String.class);
    pass(A_MOMENT);
    assertFails(call, Reason.NO_SUCH_SERVER, false, "nobody");
  }

  @Test
  void openCallsFailWhenTheirServerLeaves() {
    cluster.network.loseType(REPLY);
    CompletableFuture<String> call = echo("hello");
    pass(A_MOMENT);
    assertThat(call).isNotDone();
    b.close();
    pass(A_MOMENT);
    assertFails(call, Reason.SERVER_LEFT, true, "b");
  }

  @Test
  void openCallsFailWhenThisNodeLeaves() {
    cluster.network.loseType(REPLY);
    CompletableFuture<String> call = echo("hello");
    pass(A_MOMENT);
    a.close();
    pass(A_MOMENT);
    assertFails(call, Reason.THIS_NODE_LEFT, true);
    CompletableFuture<String> later = echo("hello");
    pass(A_MOMENT);
    assertThat(failure(later).reason()).isEqualTo(Reason.THIS_NODE_LEFT);
  }

  /** The others declare b dead, and it joins again under another id. */
  private void declareBDead() {
    cluster.start("c");
    NodeId before = b.node().id();
    cluster.network.isolate(b.transport());
    pass(Duration.ofMinutes(2));
    cluster.network.heal();
    pass(Duration.ofSeconds(20));
    assertThat(b.node().id()).isNotEqualTo(before);
  }

  @Test
  void aServerThatJoinedAgainIsCalledAsBefore() throws Exception {
    for (String argument : List.of("1", "2", "3")) {
      assertThat(cluster.await(echo(argument))).isEqualTo("echo of " + argument);
    }
    declareBDead();
    assertThat(cluster.await(echo("hello"))).isEqualTo("echo of hello");
    CompletableFuture<String> back = b.node().rpc().call("a", "none", "", String.class);
    pass(A_MOMENT);
    assertFails(back, Reason.NO_SUCH_OPERATION, false);
  }

  @Test
  void whatAFormerLifeAnswersIsNotTakenForTheAnswerToAnotherCall() {
    cluster.holdWorkers();
    CompletableFuture<String> former = echo("former");
    pass(A_MOMENT);
    declareBDead();
    CompletableFuture<String> later = echo("later");
    pass(A_MOMENT);
    cluster.releaseWorkers();
    pass(A_MOMENT);
    assertThat(former).isCompletedExceptionally();
    assertThat(later).isCompletedWithValue("echo of later");
  }

  @Test
  void callsBeyondTheLimitFailAtOnceUntilOthersAreAnswered() {
    int most = RpcSettings.defaults().mostCalls();
    List<CompletableFuture<String>> calls = IntStream.range(0, most).mapToObj(this::echo).toList();
    CompletableFuture<String> tooMany = echo("one more");
    pass(A_MOMENT);
    assertFails(tooMany, Reason.TOO_MANY, false, "here");
    assertThat(calls).allMatch(CompletableFuture::isDone);
    CompletableFuture<String> later = echo("later");
    pass(A_MOMENT);
    assertThat(later).isCompletedWithValue("echo of later");
  }

  @Test
  void aServerThatRunsTooManyCallsRefusesMore() {
    Server c = cluster.start("c");
    int most = RpcSettings.defaults().mostCalls();
    cluster.holdWorkers();
    List<CompletableFuture<String>> calls = echoes(most);
    pass(A_MOMENT);
    CompletableFuture<String> tooMany = c.node().rpc().call("b", "echo", "more", String.class);
    pass(A_MOMENT);
    cluster.releaseWorkers();
    pass(A_MOMENT);
    assertFails(tooMany, Reason.TOO_MANY, false, "there");
    assertThat(calls).allMatch(CompletableFuture::isDone);
    assertThat(ran).hasSize(most).doesNotContain("more");
  }

  @Test
  void aCancelledCallMakesRoomAndItsAnswerIsIgnored() throws Exception {
    CompletableFuture<String> call = echo("hello");
    call.cancel(true);
    pass(A_MOMENT);
    assertThat(call).isCancelled();
    assertThat(ran).containsExactly("hello");
    List<CompletableFuture<String>> calls = echoes(RpcSettings.defaults().mostCalls());
    pass(A_MOMENT);
    assertThat(calls).allMatch(CompletableFuture::isDone);
    assertThat(cluster.counter(a, "rpc.too-many")).isZero();
  }

  @Test
  void anArgumentThatCannotBeReadThereHasNotRun() {
    CompletableFuture<String> call = echo(2.5);
    pass(A_MOMENT);
    assertFails(call, Reason.ARGUMENT_UNREADABLE, false, "unknown there");
    assertThat(ran).isEmpty();
  }

  @Test
  void anAnswerOfAnotherClassHasRun() {
    CompletableFuture<Long> call = a.node().rpc().call("b", "echo", "hello", Long.class);
    pass(A_MOMENT);
    assertFails(call, Reason.ANSWER_UNREADABLE, true, "String", "Long");
  }

  @Test
  void anAnswerThatIsTooLargeIsAFailure() {
    b.node().rpc().handle("large", call -> "x".repeat(1 << 20));
    CompletableFuture<String> call = a.node().rpc().call("b", "large", "", String.class);
    pass(A_MOMENT);
    assertFails(call, Reason.FAILED, true, "1048577", "1048576");
  }

  @Test
  void anArgumentThatIsTooLargeOrNotAllowedIsRefusedAndNothingSent() {
    assertThatThrownBy(() -> echo("x".repeat(1 << 20)))
        .isInstanceOf(ArgumentRefusedException.class)
        .hasMessageContainingAll("echo", "1048577", "1048576");
    assertThatThrownBy(() -> echo(new Object()))
        .isInstanceOf(ArgumentRefusedException.class)
        .hasMessageContainingAll("echo", "java.lang.Object");
    pass(A_MOMENT);
    assertThat(cluster.network.delivered(REQUEST)).isZero();
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullIsNothingThatCanBeCalledWith() {
    RpcExecutor rpc = a.node().rpc();
    assertThatThrownBy(() -> rpc.call("b", "echo", null, String.class))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("argument");
    assertThatThrownBy(() -> rpc.call((String) null, "echo", "", String.class))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("server");
    assertThatThrownBy(() -> rpc.handle("echo", null)).isInstanceOf(NullPointerException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb"})
  void aNameThatIsNotAllowedIsRefused(String name) {
    assertThatThrownBy(() -> a.node().rpc().call("b", name, "", String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\"");
    assertThatThrownBy(() -> a.node().rpc().handle(name, call -> ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTimeOutIsPositive() {
    assertThatThrownBy(() -> a.node().rpc().call("b", "echo", "", String.class, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0S");
  }

  @Test
  void anOperationHasOneHandler() {
    assertThatThrownBy(() -> b.node().rpc().handle("echo", call -> ""))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("echo");
  }
}
