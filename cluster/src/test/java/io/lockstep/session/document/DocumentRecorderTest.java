package io.lockstep.session.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.session.DocumentRefusedException;
import io.lockstep.wire.proto.DocumentChange;
import io.lockstep.wire.proto.DocumentContent;
import io.lockstep.wire.proto.DomChange.WhatCase;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.CharacterData;
import org.w3c.dom.Document;
import org.w3c.dom.DocumentFragment;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.ProcessingInstruction;
import org.w3c.dom.Text;
import org.w3c.dom.events.EventTarget;

class DocumentRecorderTest {
  private static final String XML =
      "<?xml version='1.0'?><!--top--><order xmlns='urn:o' xmlns:x='urn:x' id='7' x:kind='a'>"
          + "<item n='1'>ap<!-- c -->ples</item><?print now?><item n='2'><![CDATA[<&>]]></item>"
          + "</order>";

  private static void assertSame(Twin twin) throws Exception {
    twin.follow();
    assertThat(Twin.lines(twin.restored())).isEqualTo(Twin.lines(twin.document));
  }

  private static Node item(Twin twin, int number) {
    return twin.document.getElementsByTagName("item").item(number);
  }

  /** The kinds of the changes that were recorded since the copy was last brought up to date. */
  private static List<WhatCase> kinds(DocumentChange change) {
    return change.getChangesList().stream().map(each -> each.getWhatCase()).toList();
  }

  @Test
  void aDocumentIsTheSameWhereItIsRestored() throws Exception {
    assertSame(Twin.of(XML));
  }

  @Test
  void setAndRemovedAttributesAreFollowed() throws Exception {
    Twin twin = Twin.of(XML);
    twin.follow();
    twin.root().setAttribute("id", "8");
    twin.root().setAttribute("new", "é");
    twin.root().setAttributeNS("urn:x", "x:kind", "b");
    twin.root().removeAttributeNS("urn:x", "kind");
    twin.root().setAttributeNS("urn:y", "y:kind", "c");
    twin.root().getAttributeNode("id").setValue("9");
    twin.root().removeAttribute("new");
    DocumentChange change = twin.follow();
    assertThat(kinds(change)).containsOnly(WhatCase.ATTRIBUTE).hasSizeGreaterThanOrEqualTo(7);
    assertThat(Twin.lines(twin.restored())).isEqualTo(Twin.lines(twin.document));
  }

  @Test
  void insertionsAppendsReplacementsAndRemovalsAreFollowed() throws Exception {
    Twin twin = Twin.of(XML);
    twin.follow();
    Document document = twin.document;
    twin.root().appendChild(document.createElementNS("urn:o", "item"));
    twin.root().insertBefore(document.createTextNode("first"), twin.root().getFirstChild());
    assertSame(twin);
    Element plain = document.createElement("plain");
    plain.appendChild(document.createElement("below")).appendChild(document.createTextNode("t"));
    twin.root().replaceChild(plain, item(twin, 0));
    assertSame(twin);
    plain.getFirstChild().setTextContent("other");
    twin.root().removeChild(item(twin, 0));
    assertSame(twin);
    DocumentFragment fragment = document.createDocumentFragment();
    fragment.appendChild(document.createComment("one"));
    fragment.appendChild(document.createElementNS("urn:o", "two"));
    twin.root().insertBefore(fragment, plain);
    document.insertBefore(document.createComment("before"), twin.root());
    assertSame(twin);
    assertThat(twin.changes()).isPositive();
  }

  @Test
  void aNodeThatIsMovedIsWhereItWent() throws Exception {
    Twin twin = Twin.of(XML);
    twin.follow();
    twin.root().appendChild(item(twin, 0));
    item(twin, 0).appendChild(item(twin, 1).getFirstChild());
    assertSame(twin);
  }

  @Test
  void theRootIsReplacedAsAnyOther() throws Exception {
    Twin twin = Twin.of(XML);
    twin.follow();
    twin.document.replaceChild(twin.document.createElementNS("urn:n", "n:root"), twin.root());
    assertSame(twin);
    twin.root().appendChild(twin.document.createTextNode("inside"));
    assertSame(twin);
  }

  @Test
  void ofAChangedTextOnlyTheDifferenceTravels() throws Exception {
    Twin twin = Twin.of("<log>" + "line ".repeat(20_000) + "</log>");
    twin.follow();
    ((CharacterData) twin.root().getFirstChild()).appendData("and one more");
    DocumentChange change = twin.follow();
    assertThat(kinds(change)).containsExactly(WhatCase.SPLICE);
    assertThat(change.getSerializedSize()).isLessThan(50);
    assertThat(Twin.lines(twin.restored())).isEqualTo(Twin.lines(twin.document));
  }

  @Test
  void charactersOfTwoUnitsAreNeverTornApart() throws Exception {
    Twin twin = Twin.of("<t>a😀b</t>");
    twin.follow();
    twin.root().getFirstChild().setNodeValue("a😁b");
    assertSame(twin);
    twin.root().getFirstChild().setNodeValue("a😁🙁b");
    assertSame(twin);
    twin.root().getFirstChild().setNodeValue("a🙁b");
    assertSame(twin);
  }

  @Test
  void halfACharacterIsTheSameReplacementEverywhere() throws Exception {
    Twin twin = Twin.of("<t>ab</t>");
    twin.follow();
    twin.root().getFirstChild().setNodeValue("a\ud83db");
    twin.root().setAttribute("half", "\ude00");
    twin.follow();
    DocumentTree read =
        DocumentTree.of(DocumentContent.parseFrom(twin.tree().toContent().toByteArray()));
    assertThat(read.digest()).isEqualTo(twin.tree().digest());
    assertThat(twin.restored().getDocumentElement().getTextContent()).isEqualTo("a\ufffdb");
  }

  @Test
  void whatIsAppendedInManyStepsIsOneChange() throws Exception {
    Twin twin = Twin.of("<log>begin</log>");
    twin.follow();
    for (int i = 0; i < 100; i++) {
      ((CharacterData) twin.root().getFirstChild()).appendData(" " + i);
    }
    assertThat(kinds(twin.follow())).containsExactly(WhatCase.SPLICE);
    assertThat(Twin.lines(twin.restored())).isEqualTo(Twin.lines(twin.document));
  }

  @Test
  void aNewPrefixIsSentAgainAsARenamedElementIs() throws Exception {
    Twin twin = Twin.of(XML);
    twin.follow();
    item(twin, 0).setPrefix("p");
    assertSame(twin);
  }

  @Test
  void textIsSplitJoinedAndReplacedInAnyOfTheDomsWays() throws Exception {
    Twin twin = Twin.of(XML);
    twin.follow();
    var text = (Text) item(twin, 0).getFirstChild();
    text.splitText(1);
    assertSame(twin);
    item(twin, 0).normalize();
    assertSame(twin);
    text.replaceWholeText("pears");
    text.insertData(2, "!!");
    text.deleteData(0, 1);
    text.replaceData(0, 2, "xyz");
    assertSame(twin);
    ((ProcessingInstruction) twin.root().getElementsByTagName("*").item(0).getNextSibling())
        .setData("later");
    assertSame(twin);
  }

  @Test
  void aRenamedElementIsSentAgainWithAllBelowIt() throws Exception {
    Twin twin = Twin.of(XML);
    twin.follow();
    twin.document.renameNode(item(twin, 0), "urn:o", "renamed");
    DocumentChange change = twin.follow();
    assertThat(change.hasContent()).isFalse();
    assertThat(kinds(change)).containsExactly(WhatCase.REMOVAL, WhatCase.INSERTION);
    assertThat(Twin.lines(twin.restored())).isEqualTo(Twin.lines(twin.document));
    twin.document.renameNode(twin.root().getAttributeNode("id"), null, "number");
    assertSame(twin);
    twin.document.renameNode(twin.root(), "urn:p", "p:order");
    assertSame(twin);
  }

  @Test
  void anElementMadeWithoutNamespacesIsFollowedWhenItGetsOne() throws Exception {
    Twin twin = Twin.of("<a><b/></a>");
    twin.root().appendChild(twin.document.createElement("plain")).setTextContent("t");
    twin.follow();
    twin.document.renameNode(twin.root().getLastChild(), "urn:n", "n:named");
    assertSame(twin);
    twin.root().getLastChild().setTextContent("u");
    assertSame(twin);
  }

  @Test
  void aListenerOfTheApplicationKeepsNoChangeFromBeingSeen() throws Exception {
    Twin twin = Twin.of(XML);
    ((EventTarget) twin.root())
        .addEventListener("DOMNodeInserted", event -> event.stopPropagation(), true);
    twin.follow();
    twin.root().appendChild(twin.document.createElementNS("urn:o", "item"));
    assertSame(twin);
    assertThat(twin.changes()).isEqualTo(1);
  }

  @Test
  void whatCannotBeFollowedMakesTheDocumentBeSentWhole() throws Exception {
    Twin twin = Twin.of(XML);
    twin.follow();
    twin.recorder.close();
    Node unseen = twin.root().appendChild(twin.document.createElementNS("urn:o", "unseen"));
    DocumentRecorder again = twin.recorder;
    again.listen();
    unseen.appendChild(twin.document.createTextNode("below what was never seen"));
    twin.root().setAttribute("id", "after that");
    DocumentChange change = twin.follow();
    assertThat(change.hasContent()).isTrue();
    assertThat(Twin.lines(twin.restored())).isEqualTo(Twin.lines(twin.document));
    twin.root().setAttribute("id", "small again");
    assertThat(twin.follow().hasContent()).isFalse();
    assertSame(twin);
  }

  @Test
  void whatIsChangedUnderTheLockIsHandedOverOnlyAfterIt() throws Exception {
    Twin twin = Twin.of(XML);
    twin.follow();
    Lock lock = twin.recorder.lock();
    lock.lock();
    try {
      twin.root().setAttribute("id", "half");
      lock.lock();
      try {
        twin.root().setAttribute("id", "whole");
      } finally {
        lock.unlock();
      }
      assertThat(twin.recorder.isPending()).isFalse();
    } finally {
      lock.unlock();
    }
    assertThat(kinds(twin.follow())).hasSize(2);
  }

  @Test
  void documentsThatDifferInOneChangeHaveDifferentDigests() throws Exception {
    List<Consumer<Twin>> changes =
        List.of(
            twin -> {},
            twin -> twin.root().setAttribute("id", "8"),
            twin -> twin.root().removeAttribute("id"),
            twin -> twin.root().appendChild(twin.document.createTextNode("t")),
            twin -> twin.root().appendChild(twin.document.createComment("t")),
            twin -> twin.root().getFirstChild().getFirstChild().setNodeValue("pears"),
            twin -> twin.root().appendChild(twin.root().getFirstChild()),
            twin -> twin.root().removeChild(twin.root().getLastChild()));
    var digests = new HashSet<Long>();
    for (Consumer<Twin> change : changes) {
      Twin twin = Twin.of(XML);
      twin.follow();
      change.accept(twin);
      twin.follow();
      assertThat(digests.add(twin.tree().digest())).isTrue();
    }
  }

  @Test
  void aDocumentTypeIsKept() throws Exception {
    Twin twin = Twin.of("<!DOCTYPE a><a/>");
    assertSame(twin);
  }

  @Test
  void aDocumentOfADeepTreeIsFollowed() throws Exception {
    Twin twin = Twin.of("<a/>");
    Node deepest = twin.document.createElementNS(null, "a");
    Node top = deepest;
    for (int i = 0; i < 5_000; i++) {
      Node above = twin.document.createElementNS(null, "a");
      above.appendChild(top);
      top = above;
    }
    twin.root().appendChild(top);
    twin.follow();
    deepest.appendChild(twin.document.createTextNode("deep"));
    assertSame(twin);
  }

  @Test
  void aDocumentThatTellsNoChangesIsRefusedByItsClass() {
    var silent =
        (Document)
            java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Document.class},
                (proxy, method, arguments) -> null);
    assertThatThrownBy(() -> DocumentRecorder.watch(silent, false, () -> {}))
        .isInstanceOf(DocumentRefusedException.class)
        .hasMessageContaining(silent.getClass().getName())
        .hasMessageContaining("mutation events");
  }

  @Test
  void aDocumentWithEntityReferencesIsRefused() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    Document document = factory.newDocumentBuilder().newDocument();
    document.appendChild(document.createElement("a"));
    document.getDocumentElement().appendChild(document.createEntityReference("e"));
    assertThatThrownBy(() -> DocumentRecorder.watch(document, false, () -> {}))
        .isInstanceOf(DocumentRefusedException.class)
        .hasMessageContaining("\"e\"");
  }

  @Property(tries = 200)
  void anyHistoryOfChangesIsFollowed(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    Twin twin = Twin.of(XML);
    var editor = new RandomEdits(twin.document, random);
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 20; i++) {
        editor.edit();
      }
      assertSame(twin);
    }
    DocumentTree anew = DocumentTree.of(twin.tree().toContent());
    assertThat(twin.tree().bytes()).isEqualTo(anew.bytes());
    assertThat(twin.tree().digest()).isEqualTo(anew.digest());
  }
}
