package io.lockstep.session.document;

import io.lockstep.wire.proto.DocumentChange;
import io.lockstep.wire.proto.DocumentContent;
import io.lockstep.wire.proto.DomChange;
import io.lockstep.wire.proto.DomInsertion;
import io.lockstep.wire.proto.DomKind;
import io.lockstep.wire.proto.DomNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session's document as its owner and its backups hold it: nodes by their ids, no DOM. Equal
 * changes make equal trees. Not thread-safe.
 */
public final class DocumentTree {
  private static final DomNode DOCUMENT = DomNode.getDefaultInstance();

  private final DocumentContent head;
  private final TreeNode top = new TreeNode(DOCUMENT);
  private final Map<Integer, TreeNode> nodes = new HashMap<>();
  private long sequence;
  private long bytes;

  /** The exclusive or of all nodes' fingerprints. */
  private long prints;

  private DocumentTree(DocumentContent content) {
    head = content.toBuilder().clearNodes().build();
    sequence = content.getSequence();
    nodes.put(0, top);
  }

  /**
   * The tree that was written so.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static DocumentTree of(DocumentContent content) {
    var tree = new DocumentTree(content);
    tree.insert(tree.top, null, content.getNodesList());
    return tree;
  }

  /** All of it. */
  public DocumentContent toContent() {
    DocumentContent.Builder content = head.toBuilder().setSequence(sequence);
    for (TreeNode node = top.first; node != null; node = node.next(top)) {
      content.addNodes(node.toWire());
    }
    return content.build();
  }

  /** How many batches have changed it. */
  public long sequence() {
    return sequence;
  }

  /** About what it takes on the wire. */
  public long bytes() {
    return bytes;
  }

  /**
   * 64 bits that are the same where the documents are, and differ, but for accidents, where those
   * do. Costs nothing: it is kept.
   */
  public long digest() {
    return Fingerprint.of(prints, sequence, head.getSharedWithClient() ? 1 : 0);
  }

  /** How many nodes it has, attributes not counted. */
  public int size() {
    return nodes.size() - 1;
  }

  /** Whether the client has it, too. */
  public boolean isSharedWithClient() {
    return head.getSharedWithClient();
  }

  /**
   * Applies what a batch changed.
   *
   * @throws IllegalArgumentException when that does not follow from what is here; it may be applied
   *     in part then, so the tree is of no use any more
   */
  public void apply(DocumentChange batch) {
    if (batch.getSequence() != sequence + 1 && !batch.hasContent()) {
      throw new IllegalArgumentException(
          "change %d of a document after %d".formatted(batch.getSequence(), sequence));
    }
    batch.getChangesList().forEach(this::apply);
    sequence = batch.getSequence();
  }

  private void apply(DomChange change) {
    TreeNode node = find(change.getNode());
    switch (change.getWhatCase()) {
      case ATTRIBUTE -> {
        prints ^= node.fingerprint();
        bytes += node.change(change.getAttribute());
        prints ^= node.fingerprint();
      }
      case INSERTION -> insert(node, change.getInsertion());
      case REMOVAL -> remove(node);
      case SPLICE -> {
        prints ^= node.fingerprint();
        bytes += node.splice(change.getSplice());
        prints ^= node.fingerprint();
      }
      case WHAT_NOT_SET -> throw new IllegalArgumentException("a change of a kind not known here");
    }
  }

  private TreeNode find(int id) {
    TreeNode node = nodes.get(id);
    if (node == null) {
      throw new IllegalArgumentException("a change of node %d, which is not there".formatted(id));
    }
    return node;
  }

  private void insert(TreeNode parent, DomInsertion insertion) {
    TreeNode next = insertion.getBefore() == 0 ? null : find(insertion.getBefore());
    if (next != null && next.parent != parent) {
      throw new IllegalArgumentException(
          "an insertion before node %d, which is elsewhere".formatted(next.id));
    }
    insert(parent, next, insertion.getNodesList());
  }

  /** A node whose next children are still to come. */
  private static final class Open {
    final TreeNode node;
    int missing;

    Open(TreeNode node, int missing) {
      this.node = node;
      this.missing = missing;
    }
  }

  private void insert(TreeNode parent, @Nullable TreeNode next, List<DomNode> inserted) {
    Deque<Open> open = new ArrayDeque<>();
    for (DomNode each : inserted) {
      while (!open.isEmpty() && open.element().missing == 0) {
        open.pop();
      }
      TreeNode node = add(each);
      if (open.isEmpty()) {
        takeIn(parent, node, next);
      } else {
        open.element().missing--;
        takeIn(open.element().node, node, null);
      }
      if (each.getChildren() != 0) {
        open.push(new Open(node, each.getChildren()));
      }
    }
    if (open.stream().anyMatch(each -> each.missing != 0)) {
      throw new IllegalArgumentException("fewer nodes than were told");
    }
  }

  private void takeIn(TreeNode parent, TreeNode node, @Nullable TreeNode next) {
    if (!parent.mayHaveChildren()) {
      throw new IllegalArgumentException("a child of node %d, which has none".formatted(parent.id));
    }
    prints ^= next == null ? 0 : next.fingerprint();
    parent.insert(node, next);
    prints ^= next == null ? 0 : next.fingerprint();
    prints ^= node.fingerprint();
  }

  private TreeNode add(DomNode added) {
    if (added.getKind() == DomKind.DOM_UNKNOWN || added.getKind() == DomKind.UNRECOGNIZED) {
      throw new IllegalArgumentException("a node of a kind not known here");
    }
    var node = new TreeNode(added);
    if (nodes.putIfAbsent(node.id, node) != null) {
      throw new IllegalArgumentException("a second node %d".formatted(node.id));
    }
    bytes += node.bytes();
    return node;
  }

  private void remove(TreeNode removed) {
    TreeNode next = removed.after;
    prints ^= removed.fingerprint();
    prints ^= next == null ? 0 : next.fingerprint();
    removed.detach();
    prints ^= next == null ? 0 : next.fingerprint();
    prints ^= removed.fingerprint();
    for (TreeNode node = removed; node != null; node = node.next(removed)) {
      Objects.requireNonNull(nodes.remove(node.id));
      bytes -= node.bytes();
      prints ^= node.fingerprint();
    }
  }
}
