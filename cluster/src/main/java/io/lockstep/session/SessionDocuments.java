package io.lockstep.session;

import io.lockstep.session.document.DocumentRecorder;
import io.lockstep.wire.proto.DocumentChange;
import io.lockstep.wire.proto.DocumentContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/**
 * The live documents of a session at its owner, shared by all its requests, with what was recorded
 * of them and not yet stamped. Thread-safe; its lock is taken within the cell's, never around it.
 */
final class SessionDocuments implements Cell.PendingDocuments {
  private static final long NEVER = -1;

  private final Cell cell;
  private final Runnable onChange;
  private final Object registration = new Object();
  private final Map<String, DocumentRecorder> live = new LinkedHashMap<>();
  private final Set<String> removed = new LinkedHashSet<>();

  /** Those that were taken out to be stamped last. */
  private Set<String> removedLast = Set.of();

  /** How many requests use documents now: the last of them sends what was changed. */
  private int users;

  /** At how many changes they could not be sent as they were; -1 for never. */
  private long refusedAt = NEVER;

  /** Counts registrations and removals: what was read before one of them may be of no use. */
  private long generation;

  /**
   * Has made no document yet.
   *
   * @param onChange runs, in the thread that made it, after each change that may be sent
   */
  SessionDocuments(Cell cell, Runnable onChange) {
    this.cell = cell;
    this.onChange = onChange;
  }

  // ---- what the application sees ----

  /** A request uses documents. */
  synchronized void enter() {
    users++;
  }

  /** A request that used documents is over. */
  void exit() {
    synchronized (this) {
      users--;
    }
    onChange.run();
  }

  /** Whether something was changed that no request is going to send, and that may be sent. */
  synchronized boolean isLeftOver() {
    return users == 0
        && refusedAt != changes()
        && (isPending() || live.values().stream().anyMatch(DocumentRecorder::isBehind));
  }

  /**
   * Watches no document any more: the session has gone. Requests that still run go on seeing the
   * same ones, as they do attributes.
   */
  synchronized void close() {
    live.values().forEach(DocumentRecorder::close);
  }

  /** The document of that name; if there is none, the new one, registered. */
  Document getOrRegister(String name, Supplier<Document> made, DocumentScope scope) {
    // Two first requests may come at once, and one document must not replace the other's.
    synchronized (registration) {
      DocumentRecorder found = find(name);
      if (found != null) {
        return found.document();
      }
      Document document = made.get();
      register(name, document, scope);
      return document;
    }
  }

  void register(String name, Document document, DocumentScope scope) {
    checkUnknown(name, document);
    DocumentRecorder recorder =
        DocumentRecorder.watch(document, scope == DocumentScope.CLIENT_AND_SERVER, onChange);
    try {
      checkSize(name, bytes(name) + recorder.pendingBytes());
      put(name, recorder);
    } catch (RuntimeException e) {
      recorder.close();
      throw e;
    }
    onChange.run();
  }

  private synchronized void checkUnknown(String name, Document document) {
    live.forEach(
        (other, present) -> {
          if (present.document() == document && !other.equals(name)) {
            throw new DocumentRefusedException(
                "Document \"%s\": it is registered already, as \"%s\"".formatted(name, other));
          }
        });
  }

  private synchronized void put(String name, DocumentRecorder recorder) {
    DocumentRecorder before = live.put(name, recorder);
    if (before != null) {
      before.close();
    }
    removed.remove(name);
    generation++;
    refusedAt = NEVER;
  }

  /** The document with what watches it, or null. */
  @Nullable DocumentRecorder find(String name) {
    while (true) {
      long before;
      synchronized (this) {
        DocumentRecorder known = live.get(name);
        if (known != null || removed.contains(name)) {
          return known;
        }
        before = generation;
      }
      DocumentContent content = cell.document(name);
      if (content == null) {
        return null;
      }
      DocumentRecorder made = restore(name, content);
      synchronized (this) {
        if (generation == before) {
          DocumentRecorder first = live.putIfAbsent(name, made);
          return first == null ? made : first;
        }
      }
    }
  }

  private DocumentRecorder restore(String name, DocumentContent content) {
    try {
      return DocumentRecorder.restore(content, onChange);
    } catch (DocumentRefusedException e) {
      throw new DocumentRefusedException("Document \"%s\": %s".formatted(name, e.getMessage()), e);
    }
  }

  boolean unregister(String name) {
    boolean isThere = names().contains(name);
    synchronized (this) {
      DocumentRecorder before = live.remove(name);
      if (before != null) {
        before.close();
      }
      if (isThere) {
        removed.add(name);
        generation++;
        refusedAt = NEVER;
      }
    }
    if (isThere) {
      onChange.run();
    }
    return isThere;
  }

  Set<String> names() {
    Set<String> names = new LinkedHashSet<>(cell.documentNames());
    synchronized (this) {
      names.removeAll(removed);
      names.addAll(live.keySet());
    }
    return names;
  }

  // ---- what goes out ----

  /**
   * Makes ready what was changed, before it is stamped.
   *
   * @throws DocumentRefusedException when the documents cannot be sent as they are; nothing of them
   *     is sent then, and nothing is lost
   */
  void prepare() {
    State before = state();
    try {
      prepareAll();
    } catch (DocumentRefusedException e) {
      refused(before);
      throw e;
    }
  }

  /** What can be sent or not. */
  private record State(long generation, long changes) {}

  private synchronized State state() {
    return new State(generation, changes());
  }

  private synchronized long changes() {
    return live.values().stream().mapToLong(DocumentRecorder::changes).sum();
  }

  /** Unless they are changed, they need not be tried again. Others than these may be sent. */
  private synchronized void refused(State at) {
    if (at.generation == generation) {
      refusedAt = at.changes;
    }
  }

  private void prepareAll() {
    Map<String, DocumentRecorder> all = all();
    long pending = 0;
    for (Map.Entry<String, DocumentRecorder> each : all.entrySet()) {
      prepare(each.getKey(), each.getValue());
      pending += each.getValue().pendingBytes();
    }
    if (pending == 0 || cell.documentBytes() + pending <= DocumentRegistry.MAX_BYTES) {
      return;
    }
    // What was inserted may be gone again, or in the place of what was there.
    for (Map.Entry<String, DocumentRecorder> each : all.entrySet()) {
      if (each.getValue().pendingBytes() > 0) {
        each.getValue().loseTrack();
        prepare(each.getKey(), each.getValue());
      }
    }
    checkSize(String.join("\", \"", all.keySet()), bytes(""));
  }

  private static void prepare(String name, DocumentRecorder recorder) {
    try {
      recorder.catchUp();
    } catch (DocumentRefusedException e) {
      throw new DocumentRefusedException("Document \"%s\": %s".formatted(name, e.getMessage()), e);
    }
  }

  /** What the documents will take, all but that one, as far as they were not changed in part. */
  private long bytes(String but) {
    long bytes = 0;
    for (String name : names()) {
      DocumentRecorder recorder = recorder(name);
      if (!name.equals(but)) {
        boolean isWhole = recorder != null && recorder.isWhole();
        bytes += isWhole ? 0 : cell.documentBytes(name);
        bytes += recorder == null ? 0 : recorder.pendingBytes();
      }
    }
    return bytes;
  }

  private static void checkSize(String name, long bytes) {
    if (bytes > DocumentRegistry.MAX_BYTES) {
      throw new DocumentRefusedException(
          String.format(
              Locale.ROOT,
              "Document \"%s\": the session's documents would take %,d bytes; allowed are %,d for"
                  + " all of a session together; remove what is not needed, or keep it elsewhere",
              name,
              bytes,
              DocumentRegistry.MAX_BYTES));
    }
  }

  private synchronized @Nullable DocumentRecorder recorder(String name) {
    return live.get(name);
  }

  private synchronized Map<String, DocumentRecorder> all() {
    return new LinkedHashMap<>(live);
  }

  @Override
  public synchronized boolean isPending() {
    return !removed.isEmpty() || live.values().stream().anyMatch(DocumentRecorder::isPending);
  }

  @Override
  public synchronized List<DocumentChange.Builder> take() {
    var taken = new ArrayList<DocumentChange.Builder>();
    for (String name : removed) {
      taken.add(DocumentChange.newBuilder().setDocument(name).setRemoved(true));
    }
    removedLast = Set.copyOf(removed);
    removed.clear();
    live.forEach(
        (name, recorder) -> {
          if (recorder.isPending()) {
            taken.add(recorder.take().setDocument(name));
          }
        });
    return taken;
  }

  @Override
  public synchronized void loseTrack() {
    live.values().forEach(DocumentRecorder::loseTrack);
    removedLast.stream().filter(name -> !live.containsKey(name)).forEach(removed::add);
  }

  /** Whether something is changed that is not to be sent yet, or cannot be. */
  synchronized boolean holdsBack() {
    return live.values().stream().anyMatch(DocumentRecorder::holdsBack);
  }
}
