package io.lockstep.session.document;

import java.util.List;
import org.w3c.dom.Document;
import org.w3c.dom.events.EventListener;
import org.w3c.dom.events.EventTarget;

/**
 * Registers listeners of mutation events. The JDK's DOM counts them for all documents together, and
 * tells nobody when it counts none: so its counters are changed by one thread at a time, and never
 * come down to none.
 */
final class MutationEvents {
  static final String INSERTED = "DOMNodeInserted";
  static final String REMOVED = "DOMNodeRemoved";
  static final String ATTRIBUTE = "DOMAttrModified";
  static final String TEXT = "DOMCharacterDataModified";

  private static final List<String> ALL = List.of(INSERTED, REMOVED, ATTRIBUTE, TEXT);
  private static final Object COUNTERS = new Object();

  /** Listened to for ever. */
  private static final Document ANY = DomBuilder.emptyDocument();

  static {
    add(ANY, event -> {});
  }

  private MutationEvents() {}

  /** Begins while events are captured: before a listener of the application can stop them. */
  static void add(Document document, EventListener listener) {
    synchronized (COUNTERS) {
      ALL.forEach(event -> ((EventTarget) document).addEventListener(event, listener, true));
    }
  }

  static void remove(Document document, EventListener listener) {
    synchronized (COUNTERS) {
      ALL.forEach(event -> ((EventTarget) document).removeEventListener(event, listener, true));
    }
  }
}
