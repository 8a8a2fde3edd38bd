package io.lockstep.session.document;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.UserDataHandler;

/**
 * The ids of a document's nodes. Each element also tells when it is renamed, for which there is no
 * event. Not thread-safe.
 */
final class NodeIds {
  private static final String KEY = "io.lockstep.session.document.watched";

  private final IdentityHashMap<Node, Integer> ids;
  private final UserDataHandler handler;
  private int last;

  /**
   * Of a document in which all nodes have ids, or none.
   *
   * @param ids goes on being used
   * @param renamed is told of each element that has another name now
   */
  NodeIds(IdentityHashMap<Node, Integer> ids, Consumer<Node> renamed) {
    this.ids = ids;
    handler =
        (operation, key, data, source, target) -> {
          if (operation == UserDataHandler.NODE_RENAMED && source != null) {
            renamed.accept(source);
          }
        };
    for (Map.Entry<Node, Integer> known : ids.entrySet()) {
      last = Math.max(last, known.getValue());
      watch(known.getKey());
    }
  }

  private void watch(Node node) {
    if (node.getNodeType() == Node.ELEMENT_NODE) {
      node.setUserData(KEY, "", handler);
    }
  }

  /** Forgets all, and gives the document itself its id, which is 0. */
  void begin(Document document) {
    ids.clear();
    ids.put(document, 0);
  }

  /** Gives the node an id of its own. */
  int name(Node node) {
    last++;
    ids.put(node, last);
    watch(node);
    return last;
  }

  boolean contains(@Nullable Node node) {
    return ids.containsKey(node);
  }

  /**
   * The node's id.
   *
   * @throws IllegalStateException when it has none
   */
  int of(@Nullable Node node) {
    Integer id = ids.get(node);
    if (id == null) {
      throw new IllegalStateException("a node that was never seen: " + node);
    }
    return id;
  }

  /** Forgets the node and all below it. */
  void forget(Node root) {
    for (Node node = root; node != null; node = DomEncoder.next(node, root)) {
      ids.remove(node);
    }
  }
}
