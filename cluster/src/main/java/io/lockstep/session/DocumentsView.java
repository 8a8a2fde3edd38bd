package io.lockstep.session;

import io.lockstep.session.document.DocumentRecorder;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/** A request's view of its session's documents. */
final class DocumentsView implements DocumentRegistry {
  private static final int LONGEST_NAME = 255;

  private final SessionBody body;
  private final AtomicBoolean used = new AtomicBoolean();

  DocumentsView(SessionBody body) {
    this.body = body;
  }

  /** Whether the request has used documents: then it sends what was changed in them. */
  boolean isUsed() {
    return used.get();
  }

  /** From now on it counts as using documents. */
  void use() {
    if (used.compareAndSet(false, true)) {
      body.documents.enter();
    }
  }

  /** The request is over. */
  void end() {
    if (used.compareAndSet(true, false)) {
      body.documents.exit();
    }
  }

  private SessionDocuments documents() {
    if (body.isEnded()) {
      throw new IllegalStateException("The session has ended");
    }
    use();
    return body.documents;
  }

  private static void check(String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "A document's name \"%s\": allowed are 1 to %d characters, not all of them blank"
              .formatted(name, LONGEST_NAME));
    }
  }

  @Override
  public Document getOrRegister(String name, Supplier<Document> made, DocumentScope scope) {
    check(name);
    return documents().getOrRegister(name, made, Objects.requireNonNull(scope));
  }

  @Override
  public void register(String name, Document document, DocumentScope scope) {
    check(name);
    documents().register(name, Objects.requireNonNull(document), Objects.requireNonNull(scope));
  }

  @Override
  public @Nullable Document get(String name) {
    DocumentRecorder found = documents().find(name);
    return found == null ? null : found.document();
  }

  @Override
  public @Nullable DocumentScope scope(String name) {
    DocumentRecorder found = documents().find(name);
    if (found == null) {
      return null;
    }
    return found.isSharedWithClient() ? DocumentScope.CLIENT_AND_SERVER : DocumentScope.SERVER_ONLY;
  }

  @Override
  public Lock lock(String name) {
    DocumentRecorder found = documents().find(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "Document \"%s\" is not registered; registered are %s".formatted(name, names()));
    }
    return found.lock();
  }

  @Override
  public boolean unregister(String name) {
    return documents().unregister(name);
  }

  @Override
  public Set<String> names() {
    return documents().names();
  }
}
