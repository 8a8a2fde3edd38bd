package io.lockstep.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.wire.MessageType;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Lock;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Documents of sessions on whole nodes. */
class DocumentsTest extends SessionTestBase {
  private final Server a = cluster.start("a");
  private final Server b = cluster.start("b");

  private static Document document(String root) throws Exception {
    Document document =
        DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().newDocument();
    document.appendChild(document.createElementNS(null, root));
    return document;
  }

  private static void add(SessionUse use, String item) {
    Document order = order(use);
    order
        .getDocumentElement()
        .appendChild(order.createElementNS(null, "item"))
        .setTextContent(item);
  }

  private static Document order(SessionUse use) {
    return requireNonNull(use.session().documents().get("order"));
  }

  private static String items(SessionUse use) {
    return order(use).getDocumentElement().getTextContent();
  }

  /** A session with a document that has one item. */
  private SessionUse createWithOrder(Server server) throws Exception {
    SessionUse use = create(server);
    use.session().documents().register("order", document("order"), DocumentScope.SERVER_ONLY);
    add(use, "apples ");
    return use;
  }

  @Test
  void aDocumentGoesOnBeingEditedOnAnotherServerAfterACrash() throws Exception {
    SessionUse use = createWithOrder(a);
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    add(use, "pears ");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    Server c = cluster.start("c");
    a.crash();

    SessionUse onC = open(c, use.session().id());
    assertThat(items(onC)).isEqualTo("apples pears ");
    add(onC, "plums ");
    assertThat(commit(onC)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    onC.close();
    c.crash();

    SessionUse onB = open(b, use.session().id());
    assertThat(items(onB)).isEqualTo("apples pears plums ");
    assertThat(onB.session().documents().scope("order")).isEqualTo(DocumentScope.SERVER_ONLY);
  }

  @Test
  void aSmallChangeOfALargeDocumentIsASmallBatch() throws Exception {
    SessionUse use = createWithOrder(a);
    for (int i = 0; i < 2_000; i++) {
      add(use, "item " + i);
    }
    commit(use);
    long before = sent(MessageType.BATCH);
    ((Element) order(use).getDocumentElement().getFirstChild()).setAttribute("n", "1");
    commit(use);
    assertThat(sent(MessageType.BATCH) - before).isPositive().isLessThan(300);
  }

  private long sent(MessageType<?> type) {
    return cluster.network.deliveredBytes(type.number());
  }

  @Test
  void whatIsChangedUnderTheLockDoesNotGoOutInPartWhenAnotherRequestCommits() throws Exception {
    SessionUse use = createWithOrder(a);
    commit(use);
    SessionUse other = open(a, use.session().id());
    Lock lock = use.session().documents().lock("order");
    lock.lock();
    try {
      add(use, "half ");
      commit(other);
      a.crash();
      assertThat(items(open(b, use.session().id()))).isEqualTo("apples ");
    } finally {
      lock.unlock();
    }
  }

  @Test
  void whatOneRequestChangedGoesOutWithTheCommitOfAnotherThatUsesTheDocument() throws Exception {
    SessionUse use = createWithOrder(a);
    commit(use);
    SessionUse other = open(a, use.session().id());
    add(use, "pears ");
    assertThat(items(other)).isEqualTo("apples pears ");
    assertThat(commit(other)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    a.crash();
    assertThat(items(open(b, use.session().id()))).isEqualTo("apples pears ");
  }

  @Test
  void aRequestThatUsesNoDocumentSendsNothingOfWhatAnotherIsChanging() throws Exception {
    SessionUse use = createWithOrder(a);
    commit(use);
    SessionUse other = open(a, use.session().id());
    add(use, "half ");
    other.session().setAttribute("cart", "full");
    assertThat(commit(other)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    a.crash();
    SessionUse there = open(b, use.session().id());
    assertThat(items(there)).isEqualTo("apples ");
    assertThat(there.session().getAttribute("cart")).isEqualTo("full");
  }

  @Test
  void aCallThatStillHoldsTheLockIsNotToldThatWhatItChangedIsSafe() throws Exception {
    SessionUse use = createWithOrder(a);
    commit(use);
    Lock lock = use.session().documents().lock("order");
    lock.lock();
    try {
      add(use, "pears ");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
    } finally {
      lock.unlock();
    }
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    a.crash();
    assertThat(items(open(b, use.session().id()))).isEqualTo("apples pears ");
  }

  @Test
  void aDocumentThatIsRefusedKeepsNeitherAttributesNorTheEndBack() throws Exception {
    SessionUse use = createWithOrder(a);
    commit(use);
    order(use).getDocumentElement().setTextContent("x".repeat(DocumentRegistry.MAX_BYTES));
    use.session().setAttribute("cart", "full");
    assertThat(failure(use)).isInstanceOf(DocumentRefusedException.class);
    use.close();
    Server c = cluster.start("c");
    a.crash();
    SessionUse onC = open(c, use.session().id());
    assertThat(onC.session().getAttribute("cart")).isEqualTo("full");
    order(onC).getDocumentElement().setTextContent("x".repeat(DocumentRegistry.MAX_BYTES));
    onC.session().invalidate();
    assertThat(commit(onC)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    c.crash();
    assertThat(find(b, use.session().id())).isEmpty();
  }

  @Test
  void aDocumentThatIsRefusedIsTriedAgainOnlyWhenItWasChanged() throws Exception {
    SessionUse use = createWithOrder(a);
    commit(use);
    Element root = order(use).getDocumentElement();
    root.setTextContent("x".repeat(DocumentRegistry.MAX_BYTES));
    use.close();
    pass(Duration.ofSeconds(1));
    long refused = cluster.counter(a, "sessions.documents-refused");
    assertThat(refused).isPositive();
    pass(Duration.ofSeconds(10));
    assertThat(cluster.counter(a, "sessions.documents-refused")).isEqualTo(refused);
    root.setTextContent("one");
    pass(Duration.ofSeconds(1));
    a.crash();
    assertThat(order(open(b, use.session().id())).getDocumentElement().getTextContent())
        .isEqualTo("one");
  }

  @Test
  void whatWasTooLargeWhileTheLockWasHeldGoesOutWhenTheLockIsLetGo() throws Exception {
    SessionUse use = createWithOrder(a);
    Element root = order(use).getDocumentElement();
    root.setTextContent("x".repeat(10 << 20));
    commit(use);
    Lock lock = use.session().documents().lock("order");
    lock.lock();
    try {
      Node former = requireNonNull(root.getFirstChild());
      root.insertBefore(order(use).createTextNode("y".repeat(10 << 20)), former);
      root.removeChild(former);
      assertThat(inAnotherThread(() -> failure(use))).isInstanceOf(DocumentRefusedException.class);
      inAnotherThread(() -> closed(use));
    } finally {
      lock.unlock();
    }
    pass(Duration.ofSeconds(1));
    a.crash();
    assertThat(items(open(b, use.session().id())).charAt(0)).isEqualTo('y');
  }

  private static SessionUse closed(SessionUse use) {
    use.close();
    return use;
  }

  /** Where this thread's locks are another's. */
  private static <T> T inAnotherThread(Callable<T> call) throws Exception {
    var task = new FutureTask<>(call);
    Thread thread = new Thread(task, "other");
    thread.start();
    T result = task.get();
    thread.join();
    return result;
  }

  @Test
  void whatIsChangedJustBeforeTheSessionMovesGoesAlong() throws Exception {
    SessionUse use = createWithOrder(a);
    commit(use);
    Document order = order(use);
    use.close();
    pass(Duration.ofSeconds(2));
    order.getDocumentElement().setAttribute("state", "late");
    SessionUse there = open(b, use.session().id());
    assertThat(order(there).getDocumentElement().getAttribute("state")).isEqualTo("late");
  }

  @Test
  void theSecondOfTwoThatWantADocumentGetsTheOneOfTheFirst() throws Exception {
    SessionUse use = create(a);
    DocumentRegistry documents = use.session().documents();
    Document first = document("first");
    Document second = document("second");
    assertThat(documents.getOrRegister("order", () -> first, DocumentScope.SERVER_ONLY))
        .isSameAs(first);
    assertThat(documents.getOrRegister("order", () -> second, DocumentScope.SERVER_ONLY))
        .isSameAs(first);
  }

  @Test
  void aChangeOutsideAnyRequestGoesOutByItself() throws Exception {
    SessionUse use = createWithOrder(a);
    commit(use);
    Document order = order(use);
    use.close();
    pass(Duration.ofSeconds(1));
    order.getDocumentElement().setAttribute("state", "late");
    pass(Duration.ofSeconds(1));
    a.crash();
    SessionUse there = open(b, use.session().id());
    assertThat(order(there).getDocumentElement().getAttribute("state")).isEqualTo("late");
  }

  @Test
  void aDocumentRegisteredAgainReplacesTheFormerOne() throws Exception {
    SessionUse use = createWithOrder(a);
    Document former = order(use);
    commit(use);
    use.session().documents().register("order", document("other"), DocumentScope.CLIENT_AND_SERVER);
    former.getDocumentElement().setAttribute("nobody", "follows");
    commit(use);
    a.crash();
    SessionUse there = open(b, use.session().id());
    assertThat(order(there).getDocumentElement().getTagName()).isEqualTo("other");
    assertThat(order(there).getDocumentElement().getAttributes().getLength()).isZero();
    assertThat(there.session().documents().scope("order"))
        .isEqualTo(DocumentScope.CLIENT_AND_SERVER);
  }

  @Test
  void aDocumentThatIsUnregisteredIsGoneEverywhere() throws Exception {
    SessionUse use = createWithOrder(a);
    use.session().documents().register("kept", document("kept"), DocumentScope.SERVER_ONLY);
    commit(use);
    assertThat(use.session().documents().unregister("order")).isTrue();
    assertThat(use.session().documents().unregister("order")).isFalse();
    assertThat(use.session().documents().get("order")).isNull();
    commit(use);
    a.crash();
    SessionUse there = open(b, use.session().id());
    assertThat(there.session().documents().names()).containsExactly("kept");
    assertThatThrownBy(() -> there.session().documents().lock("order"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("order")
        .hasMessageContaining("kept");
  }

  @Test
  void aNewBackupGetsTheDocumentWhole() throws Exception {
    SessionUse use = createWithOrder(a);
    commit(use);
    add(use, "pears ");
    commit(use);
    b.crash();
    Server c = cluster.start("c");
    pass(Duration.ofSeconds(5));
    add(use, "plums ");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    a.crash();
    assertThat(items(open(c, use.session().id()))).isEqualTo("apples pears plums ");
  }

  @Test
  void aDocumentOverTheLimitIsRefusedAndTheSessionIsAsItWas() throws Exception {
    SessionUse use = createWithOrder(a);
    commit(use);
    Document large = document("large");
    large.getDocumentElement().setTextContent("x".repeat(DocumentRegistry.MAX_BYTES));
    assertThatThrownBy(
            () -> use.session().documents().register("large", large, DocumentScope.SERVER_ONLY))
        .isInstanceOf(DocumentRefusedException.class)
        .hasMessageContaining("large")
        .hasMessageContaining("16,777,216");
    assertThat(use.session().documents().names()).containsExactly("order");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  @Test
  void aDocumentThatGrowsPastTheLimitFailsTheCommitAndGoesOutOnceItHasShrunk() throws Exception {
    SessionUse use = createWithOrder(a);
    commit(use);
    order(use).getDocumentElement().setTextContent("x".repeat(DocumentRegistry.MAX_BYTES));
    assertThat(failure(use))
        .isInstanceOf(DocumentRefusedException.class)
        .hasMessageContaining("\"order\"");
    order(use).getDocumentElement().setTextContent("small again");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    a.crash();
    assertThat(items(open(b, use.session().id()))).isEqualTo("small again");
  }

  @Test
  void theSameDocumentUnderTwoNamesIsRefused() throws Exception {
    SessionUse use = createWithOrder(a);
    Document order = order(use);
    assertThatThrownBy(
            () -> use.session().documents().register("two", order, DocumentScope.SERVER_ONLY))
        .isInstanceOf(DocumentRefusedException.class)
        .hasMessageContaining("registered already, as \"order\"");
    assertThatThrownBy(
            () -> use.session().documents().register(" ", order, DocumentScope.SERVER_ONLY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 255");
    add(use, "still watched ");
    order.renameNode(order.getDocumentElement(), null, "renamed");
    commit(use);
    a.crash();
    SessionUse there = open(b, use.session().id());
    assertThat(items(there)).isEqualTo("apples still watched ");
    assertThat(order(there).getDocumentElement().getTagName()).isEqualTo("renamed");
  }
}
