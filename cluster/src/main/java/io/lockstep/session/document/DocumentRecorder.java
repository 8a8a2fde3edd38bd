package io.lockstep.session.document;

import io.lockstep.session.DocumentRefusedException;
import io.lockstep.wire.proto.DocumentChange;
import io.lockstep.wire.proto.DocumentContent;
import io.lockstep.wire.proto.DomAttribute;
import io.lockstep.wire.proto.DomChange;
import io.lockstep.wire.proto.DomInsertion;
import io.lockstep.wire.proto.DomSplice;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.events.Event;
import org.w3c.dom.events.EventListener;
import org.w3c.dom.events.EventTarget;
import org.w3c.dom.events.MutationEvent;

/**
 * Watches a DOM document by its mutation events, and writes down each change as it is made. Nodes
 * have ids, since the place among siblings costs a count of them. A renamed element is found when
 * the next changes are handed over, and sent again with all below it; after a change that cannot be
 * followed, such as one of a node that is not known, or a failure of this listener, which the DOM
 * would swallow, all of the document is.
 *
 * <p>As thread-safe as the DOM is: those who change the document exclude each other by its {@link
 * #lock()}, and what is changed under that is handed over only afterwards.
 */
public final class DocumentRecorder {
  private static final Logger log = LoggerFactory.getLogger(DocumentRecorder.class);

  private final Document document;
  private final boolean sharedWithClient;
  private final Runnable onChange;
  private final DocumentLock lock;
  private final NodeIds ids;
  private final RecordedChanges recorded = new RecordedChanges();
  private final EventListener listener = this::on;
  private volatile boolean lostTrack;
  private volatile long changes;

  private DocumentRecorder(
      Document document, NodeIds ids, boolean sharedWithClient, Runnable onChange) {
    this.document = document;
    this.sharedWithClient = sharedWithClient;
    this.onChange = onChange;
    this.lock = new DocumentLock(recorded::release, this::letGo);
    this.ids = ids;
  }

  /**
   * Watches a document of the application.
   *
   * @param sharedWithClient as it is to be told to the copies
   * @param onChange runs, in the thread that made it, after each change that may be handed over
   * @throws DocumentRefusedException when its class tells no changes, or it has nodes of a kind
   *     that is not replicated
   */
  public static DocumentRecorder watch(
      Document document, boolean sharedWithClient, Runnable onChange) {
    if (!(document instanceof EventTarget)
        || !document.getImplementation().hasFeature("MutationEvents", "2.0")) {
      throw new DocumentRefusedException(
          ("its class %s tells nobody of its changes; allowed is a DOM with mutation events, such as"
                  + " one of javax.xml.parsers.DocumentBuilderFactory.newDefaultInstance()")
              .formatted(document.getClass().getName()));
    }
    var recorder = new DocumentRecorder(document, new NodeIds(), sharedWithClient, onChange);
    recorder.encode();
    recorder.recorded.release();
    recorder.listen();
    return recorder;
  }

  /**
   * Makes a document of the JDK's DOM as the content tells, and watches it.
   *
   * @throws DocumentRefusedException when it cannot be made
   */
  public static DocumentRecorder restore(DocumentContent content, Runnable onChange) {
    var ids = new NodeIds();
    Document document = DomBuilder.build(content, ids);
    var recorder = new DocumentRecorder(document, ids, content.getSharedWithClient(), onChange);
    recorder.listen();
    return recorder;
  }

  /** Begins to watch. */
  void listen() {
    MutationEvents.add(document, listener);
  }

  /** Watches no more. */
  public void close() {
    MutationEvents.remove(document, listener);
  }

  public Document document() {
    return document;
  }

  public boolean isSharedWithClient() {
    return sharedWithClient;
  }

  /**
   * For changes that belong together: those that are made while it is held are handed over when it
   * is let go, so that no copy has them in part.
   */
  public Lock lock() {
    return lock;
  }

  // ---- what is handed over ----

  /** Whether there is anything to {@link #take()}. */
  public boolean isPending() {
    return recorded.hasFree();
  }

  /** Whether what is recorded begins with the whole document. */
  public boolean isWhole() {
    return recorded.isWhole();
  }

  /** Grows with each change that the DOM tells of, and when the {@link #lock()} was let go. */
  public long changes() {
    return changes;
  }

  /** About what is recorded takes on the wire. */
  public long pendingBytes() {
    return recorded.bytes();
  }

  /** Takes out what may be handed over, in the order made; without name and sequence. */
  public DocumentChange.Builder take() {
    return recorded.take();
  }

  /** Whether there is anything that is not to be handed over yet, or that is not written down. */
  public boolean holdsBack() {
    return lostTrack || recorded.holdsBack();
  }

  /** Whether changes were made that are not written down yet. */
  public boolean isBehind() {
    return lostTrack;
  }

  /** The copies cannot follow what was handed over: all of the document is to be sent again. */
  public void loseTrack() {
    lostTrack = true;
  }

  /**
   * Writes down what events could not tell. Without effect while another thread holds the {@link
   * #lock()}: what is changed then is held back anyway.
   *
   * @throws DocumentRefusedException when the document has a node of a kind that is not replicated
   */
  public void catchUp() {
    if (lock.tryLock()) {
      try {
        resend();
      } finally {
        // This changes nothing for one that cannot be sent as it is.
        lock.unlock(onChange);
      }
    }
  }

  private synchronized void resend() {
    if (lostTrack) {
      encode();
      lostTrack = false;
      return;
    }
    for (Node node : ids.renamed()) {
      if (ids.contains(node)) {
        remove(node);
        insert(node);
      }
    }
  }

  private synchronized void encode() {
    ids.begin(document);
    var encoder = new DomEncoder(ids::name);
    for (Node child = document.getFirstChild(); child != null; child = child.getNextSibling()) {
      encoder.write(child);
    }
    DocumentContent.Builder content =
        DocumentContent.newBuilder()
            .setSharedWithClient(sharedWithClient)
            .setStandalone(document.getXmlStandalone())
            .addAllNodes(encoder.nodes());
    if (document.getXmlVersion() != null) {
      content.setXmlVersion(document.getXmlVersion());
    }
    if (document.getDocumentURI() != null) {
      content.setUri(document.getDocumentURI());
    }
    recorded.replace(content.build());
  }

  // ---- what is recorded ----

  /**
   * Counted only now: whoever finds the document locked has counted before, and so will find that
   * it changed.
   */
  private void letGo() {
    synchronized (this) {
      changes++;
    }
    onChange.run();
  }

  private void on(Event event) {
    boolean isFree;
    synchronized (this) {
      changes++;
      try {
        record((MutationEvent) event);
      } catch (RuntimeException | Error e) {
        log.warn("A document is sent whole again: {} could not be followed", event.getType(), e);
        lostTrack = true;
      }
      isFree = !lock.isLocked();
      if (isFree) {
        recorded.release();
      }
    }
    if (isFree) {
      onChange.run();
    }
  }

  private void record(MutationEvent event) {
    if (lostTrack) {
      return;
    }
    var node = (Node) event.getTarget();
    switch (event.getType()) {
      case MutationEvents.INSERTED -> insert(node);
      case MutationEvents.REMOVED -> remove(node);
      case MutationEvents.ATTRIBUTE -> setAttribute(node, event);
      case MutationEvents.TEXT -> splice(node, event.getPrevValue(), event.getNewValue());
      default -> throw new IllegalStateException("an event that nobody asked for");
    }
  }

  private void insert(Node node) {
    int parent = ids.of(node.getParentNode());
    Node next = node.getNextSibling();
    DomInsertion.Builder insertion =
        DomInsertion.newBuilder().setBefore(next == null ? 0 : ids.of(next));
    var encoder = new DomEncoder(ids::name);
    encoder.write(node);
    insertion.addAllNodes(encoder.nodes());
    recorded.add(DomChange.newBuilder().setNode(parent).setInsertion(insertion).build());
  }

  /** The event comes before the node goes. */
  private void remove(Node node) {
    int id = ids.of(node);
    ids.forget(node);
    recorded.add(DomChange.newBuilder().setNode(id).setRemoval(true).build());
  }

  private void setAttribute(Node element, MutationEvent event) {
    DomAttribute.Builder attribute = DomEncoder.encode((Attr) event.getRelatedNode());
    if (event.getAttrChange() != MutationEvent.REMOVAL) {
      attribute.setValue(DomEncoder.writable(event.getNewValue()));
    }
    recorded.add(DomChange.newBuilder().setNode(ids.of(element)).setAttribute(attribute).build());
  }

  /** Only what differs: a text may be long. */
  private void splice(Node node, String before, String after) {
    int shorter = Math.min(before.length(), after.length());
    int same = 0;
    while (same < shorter && before.charAt(same) == after.charAt(same)) {
      same++;
    }
    if (same > 0 && Character.isHighSurrogate(before.charAt(same - 1))) {
      same--;
    }
    int end = 0;
    while (end < shorter - same
        && before.charAt(before.length() - 1 - end) == after.charAt(after.length() - 1 - end)) {
      end++;
    }
    if (end > 0 && Character.isLowSurrogate(before.charAt(before.length() - end))) {
      end--;
    }
    DomSplice.Builder splice =
        DomSplice.newBuilder()
            .setAt(same)
            .setRemoved(before.length() - same - end)
            .setInserted(DomEncoder.writable(after.substring(same, after.length() - end)));
    recorded.splice(ids.of(node), splice.build());
  }
}
