package io.lockstep.session;

import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/**
 * The documents of a session. A registered document is watched: each change of an attribute or a
 * text, each insertion and each removal goes to the backups by itself, as a small change in the
 * order made, with the next commit of a request that uses documents of the session. After a
 * take-over the document here is another object with the same content; get it anew with each
 * request.
 *
 * <p>Thread-safe; the documents themselves are as thread-safe as the DOM is: not at all. Where
 * several requests may use one at once, {@link #lock} it.
 *
 * <p>All methods throw {@link IllegalStateException} once the session has ended.
 */
public interface DocumentRegistry {
  /** How many bytes all documents of a session may take together: 16 MB. */
  int MAX_BYTES = 16 * 1024 * 1024;

  /**
   * Registers a document, and sends it whole once; what was there under the name is registered no
   * more.
   *
   * @param name not blank, at most 255 characters
   * @param document with mutation events, as those of the JDK's own DOM have; not registered under
   *     another name. The internal subset of a document type is not replicated.
   * @throws DocumentRefusedException when it cannot be watched, has entity references, or the
   *     session's documents would take more than {@link #MAX_BYTES}; the session is unchanged
   * @throws IllegalArgumentException for a bad name
   */
  void register(String name, Document document, DocumentScope scope);

  /**
   * The document of that name; if there is none, one that is made and registered, as by {@link
   * #register}. Of several requests at once, one alone makes it.
   *
   * @param made gives the new document
   */
  Document getOrRegister(String name, Supplier<Document> made, DocumentScope scope);

  /**
   * The document, made here on first use after a take-over.
   *
   * @return null when none is registered under the name
   * @throws DocumentRefusedException when it cannot be made here
   */
  @Nullable Document get(String name);

  /** Who has the document; null when none is registered under the name. */
  @Nullable DocumentScope scope(String name);

  /**
   * The document's lock: what is changed while it is held goes out together, after it is let go.
   * Hold it for several changes that belong together, and wherever other requests may use the
   * document at the same time.
   *
   * @throws IllegalArgumentException when none is registered under the name
   */
  Lock lock(String name);

  /**
   * Registers it no more; the document itself stays as it is.
   *
   * @return whether one was registered under the name
   */
  boolean unregister(String name);

  /** The names of all documents: a copy. */
  Set<String> names();
}
