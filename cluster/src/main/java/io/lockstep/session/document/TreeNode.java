package io.lockstep.session.document;

import com.google.protobuf.CodedOutputStream;
import io.lockstep.wire.proto.DomAttribute;
import io.lockstep.wire.proto.DomKind;
import io.lockstep.wire.proto.DomNode;
import io.lockstep.wire.proto.DomSplice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node of a {@link DocumentTree}, linked with those beside, above and below it. */
final class TreeNode {
  /** What a node costs besides its texts, for the limit: about what it takes on the wire. */
  private static final int OVERHEAD = 12;

  final int id;
  private final DomNode head;
  private String text;
  private @Nullable Map<String, DomAttribute> attributes;
  @Nullable TreeNode parent;
  @Nullable TreeNode before;
  @Nullable TreeNode after;
  @Nullable TreeNode first;
  @Nullable TreeNode last;
  private int children;
  private final long headPrint;
  private long textPrint;
  private long attributePrint;

  /** A node without any other around it. */
  TreeNode(DomNode node) {
    id = node.getId();
    head = node.toBuilder().clearAttributes().clearValue().clearChildren().build();
    text = node.getValue();
    headPrint = Fingerprint.of(head.toByteString());
    textPrint = Fingerprint.of(text);
    node.getAttributesList().forEach(this::set);
  }

  boolean mayHaveChildren() {
    return id == 0 || head.getKind() == DomKind.DOM_ELEMENT;
  }

  long bytes() {
    long bytes = OVERHEAD + head.getSerializedSize() + bytesOf(text);
    if (attributes != null) {
      for (DomAttribute attribute : attributes.values()) {
        bytes += bytesOf(attribute);
      }
    }
    return bytes;
  }

  private static long bytesOf(DomAttribute attribute) {
    return attribute.getSerializedSize();
  }

  private static long bytesOf(String text) {
    return CodedOutputStream.computeStringSizeNoTag(text);
  }

  /** Returns by how many bytes it has grown. */
  long change(DomAttribute attribute) {
    long bytes = bytes();
    set(attribute);
    return bytes() - bytes;
  }

  private void set(DomAttribute attribute) {
    Map<String, DomAttribute> all = attributes;
    if (all == null) {
      all = new LinkedHashMap<>();
      attributes = all;
    }
    DomAttribute before = all.remove(keyOf(attribute));
    if (before != null) {
      attributePrint ^= printOf(before);
    }
    if (attribute.hasValue()) {
      all.put(keyOf(attribute), attribute);
      attributePrint ^= printOf(attribute);
    }
  }

  /** Attributes have no order. */
  private static long printOf(DomAttribute attribute) {
    return Fingerprint.of(attribute.toByteString());
  }

  /** Of what the node is, and where. */
  long fingerprint() {
    return Fingerprint.of(
        id,
        parent == null ? -1 : parent.id,
        before == null ? 0 : before.id,
        headPrint,
        textPrint,
        attributePrint);
  }

  /** Two attributes of an element differ in their namespace or in their local name. */
  private static String keyOf(DomAttribute attribute) {
    String name = attribute.getName();
    return attribute.hasNamespace()
        ? name.substring(name.indexOf(':') + 1) + " " + attribute.getNamespace()
        : name;
  }

  /** Returns by how many bytes it has grown. */
  long splice(DomSplice splice) {
    long end = Integer.toUnsignedLong(splice.getAt()) + Integer.toUnsignedLong(splice.getRemoved());
    if (end > text.length()) {
      throw new IllegalArgumentException("a part of node %d that is not there".formatted(id));
    }
    String gone = text.substring(splice.getAt(), (int) end);
    text = text.substring(0, splice.getAt()) + splice.getInserted() + text.substring((int) end);
    textPrint = Fingerprint.of(text);
    return bytesOf(splice.getInserted()) - bytesOf(gone);
  }

  /** Takes the node in before one of its own children, or, without one, after all of them. */
  void insert(TreeNode node, @Nullable TreeNode next) {
    TreeNode previous = next == null ? last : next.before;
    node.parent = this;
    node.before = previous;
    node.after = next;
    if (previous == null) {
      first = node;
    } else {
      previous.after = node;
    }
    if (next == null) {
      last = node;
    } else {
      next.before = node;
    }
    children++;
  }

  /** Takes it out of its parent. */
  void detach() {
    TreeNode above = parent;
    if (above == null) {
      throw new IllegalArgumentException("the document itself cannot be removed");
    }
    if (before == null) {
      above.first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      above.last = before;
    } else {
      after.before = before;
    }
    above.children--;
    parent = null;
    before = null;
    after = null;
  }

  /**
   * The next one in the order of the document, not beyond the last below the top one; null after
   * that.
   */
  @Nullable TreeNode next(TreeNode top) {
    if (first != null) {
      return first;
    }
    TreeNode node = this;
    while (node != top && node.after == null && node.parent != null) {
      node = node.parent;
    }
    return node == top ? null : node.after;
  }

  DomNode toWire() {
    List<DomAttribute> all = attributes == null ? List.of() : List.copyOf(attributes.values());
    return head.toBuilder().setValue(text).addAllAttributes(all).setChildren(children).build();
  }
}
