package io.lockstep.session.document;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/**
 * The ids of a document's nodes, with the names under which they were seen: no event tells of a
 * renamed element. The DOM itself could, but would keep every element that it ever had. Not
 * thread-safe.
 */
final class NodeIds {
  private final IdentityHashMap<Node, Known> known = new IdentityHashMap<>();
  private int last;

  /** What is known of a node. */
  private record Known(int id, String name, @Nullable String namespace) {
    // A name is the same object until the node gets another one.
    @SuppressWarnings("ReferenceEquality")
    boolean isStillNamed(Node node) {
      String present = node.getNodeName();
      String place = node.getNamespaceURI();
      return (present == name || present.equals(name))
          && (place == namespace || Objects.equals(place, namespace));
    }
  }

  /** Forgets all, and gives the document itself its id, which is 0. */
  void begin(Document document) {
    known.clear();
    put(document, 0);
  }

  /** Notes an id that was given elsewhere. */
  void put(Node node, int id) {
    last = Math.max(last, id);
    known.put(node, new Known(id, node.getNodeName(), node.getNamespaceURI()));
  }

  /** Gives the node an id of its own. */
  int name(Node node) {
    put(node, last + 1);
    return last;
  }

  /**
   * The node's id.
   *
   * @throws IllegalStateException when it has none
   */
  int of(@Nullable Node node) {
    Known found = known.get(node);
    if (found == null) {
      throw new IllegalStateException("a node that was never seen: " + node);
    }
    return found.id;
  }

  /** Forgets the node and all below it. */
  void forget(Node root) {
    for (Node node = root; node != null; node = DomEncoder.next(node, root)) {
      known.remove(node);
    }
  }

  /** The elements that have another name than when they were seen. Looks at all nodes. */
  List<Node> renamed() {
    var renamed = new ArrayList<Node>();
    known.forEach(
        (node, seen) -> {
          if (node.getNodeType() == Node.ELEMENT_NODE && !seen.isStillNamed(node)) {
            renamed.add(node);
          }
        });
    return renamed;
  }

  boolean contains(Node node) {
    return known.containsKey(node);
  }
}
