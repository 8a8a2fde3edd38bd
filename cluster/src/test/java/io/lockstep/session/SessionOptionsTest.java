package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.session.SessionSettings.Replication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What one session, or one request, has otherwise than the settings say. */
class SessionOptionsTest extends SessionTestBase {
  private static SessionSettings tracking(String... types) {
    return DEFAULTS.toBuilder().trackedTypes(List.of(types)).build();
  }

  private static void change(SessionUse use, String value) {
    use.session().setAttribute("cart", value);
  }

  @Test
  void oneRequestDoesNotWaitAndTheNextOneDoes() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    SessionUse use = create(a);
    commit(use);
    use.session().replicateRequest(Replication.ASYNC);
    change(use, "apples");
    assertThat(use.commit()).isCompletedWithValue(ReplicationLevel.SENT);
    use.close();
    SessionUse next = open(a, use.session().id());
    assertThat(next.session().replication()).isEqualTo(Replication.ACKNOWLEDGED);
    change(next, "pears");
    assertThat(commit(next)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  @Test
  void aSessionKeepsItsModeOnItsNextOwner() throws Exception {
    Server a = cluster.start("a", with(Replication.ASYNC));
    Server b = cluster.start("b", with(Replication.ASYNC));
    cluster.start("c", with(Replication.ASYNC));
    SessionUse use = create(a);
    use.session().setReplication(Replication.ACKNOWLEDGED);
    change(use, "apples");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    a.crash();
    SessionUse there = open(b, use.session().id());
    assertThat(there.session().replication()).isEqualTo(Replication.ACKNOWLEDGED);
    change(there, "pears");
    assertThat(commit(there)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    there.session().replicateRequest(Replication.ASYNC);
    change(there, "plums");
    assertThat(there.commit()).isCompletedWithValue(ReplicationLevel.SENT);
  }

  @Test
  void withoutFailoverNothingIsAcknowledgedWhateverIsAskedFor() throws Exception {
    Server a =
        cluster.start("a", DEFAULTS.toBuilder().replication(Replication.ASYNC).backups(0).build());
    SessionUse use = create(a);
    use.session().replicateRequest(Replication.ACKNOWLEDGED);
    assertThat(use.session().replication()).isEqualTo(Replication.ASYNC);
    change(use, "apples");
    assertThat(use.commit()).isCompletedWithValue(ReplicationLevel.UNPROTECTED);
  }

  /** Sets a text that can be changed in place, and commits. */
  private SessionUse createWithText(Server server, List<String> text) throws Exception {
    SessionUse use = create(server);
    use.session().setAttribute("text", text);
    commit(use);
    use.close();
    return use;
  }

  private static List<String> texts(String first) {
    var texts = new ArrayList<String>();
    texts.add(first);
    return texts;
  }

  @SuppressWarnings("unchecked")
  private static List<String> text(SessionUse use) {
    return (List<String>) Objects.requireNonNull(use.session().getAttribute("text"));
  }

  /** What another server finds after the first has died. */
  private String after(Server a, Server b, SessionUse use) throws Exception {
    a.crash();
    return String.valueOf(open(b, use.session().id()).session().getAttribute("text"));
  }

  @Test
  void anAttributeChangedInPlaceInALaterRequestIsFoundWhenItsTypeIsTracked() throws Exception {
    Server a = cluster.start("a", tracking("java.util.ArrayList"));
    Server b = cluster.start("b", tracking("java.util.ArrayList"));
    SessionUse use = createWithText(a, texts("one"));
    SessionUse later = open(a, use.session().id());
    text(later).add("two");
    assertThat(commit(later)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    text(later).add("three");
    later.close();
    pass(Duration.ofSeconds(1));
    assertThat(after(a, b, use)).isEqualTo("[one, two, three]");
  }

  @Test
  void anAttributeChangedInPlaceIsFoundWhenItsSessionIsTrackedAlsoOnItsNextOwner()
      throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    SessionUse use = create(a);
    use.session().setTracksChanges(true);
    use.session().setAttribute("text", texts("one"));
    commit(use);
    use.close();
    SessionUse later = open(a, use.session().id());
    assertThat(later.session().tracksChanges()).isTrue();
    text(later).add("two");
    commit(later);
    later.close();
    a.crash();
    SessionUse there = open(b, use.session().id());
    assertThat(there.session().tracksChanges()).isTrue();
    assertThat(String.valueOf(there.session().getAttribute("text"))).isEqualTo("[one, two]");
  }

  @Test
  void withoutTrackingItStaysOnItsServer() throws Exception {
    Server a = cluster.start("a", tracking("java.lang", "java.util.Array"));
    Server b = cluster.start("b", tracking());
    SessionUse use = createWithText(a, texts("one"));
    SessionUse later = open(a, use.session().id());
    text(later).add("two");
    commit(later);
    assertThat(after(a, b, use)).isEqualTo("[one]");
  }

  @Test
  void whatWasOnlyReadIsNotSentThoughItIsTracked() throws Exception {
    Server a = cluster.start("a", tracking("*"));
    cluster.start("b", tracking("*"));
    SessionUse use = createWithText(a, texts("one"));
    SessionUse later = open(a, use.session().id());
    assertThat(text(later)).containsExactly("one");
    long before = cluster.network.delivered(20);
    commit(later);
    assertThat(cluster.network.delivered(20)).isEqualTo(before);
  }

  @Test
  void aLaterValueOfAnotherRequestIsNotOverwrittenByAnOlderObjectChangedInPlace() throws Exception {
    Server a = cluster.start("a", tracking("*"));
    Server b = cluster.start("b", tracking("*"));
    SessionUse use = createWithText(a, texts("one"));
    SessionUse slow = open(a, use.session().id());
    List<String> old = text(slow);
    SessionUse fast = open(a, use.session().id());
    fast.session().setAttribute("text", texts("newer"));
    commit(fast);
    old.add("two");
    commit(slow);
    assertThat(after(a, b, use)).isEqualTo("[newer]");
  }

  @Test
  void aValueThatAnotherRequestHasSetAndNotSentIsNotSentByOneThatGotIt() throws Exception {
    Server a = cluster.start("a", tracking("*"));
    Server b = cluster.start("b", tracking("*"));
    SessionUse use = createWithText(a, texts("one"));
    SessionUse writer = open(a, use.session().id());
    SessionUse reader = open(a, use.session().id());
    writer.session().setAttribute("text", texts("unsent"));
    assertThat(text(reader)).containsExactly("unsent");
    commit(reader);
    assertThat(after(a, b, use)).isEqualTo("[one]");
  }
}
