package io.lockstep.session;

import io.lockstep.sequence.Position;
import io.lockstep.session.SessionSettings.Replication;
import io.lockstep.session.SessionSettings.WhenUnavailable;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Hands over what a view has changed: stamps it, with what is due of the documents, and tells the
 * level that it has reached. Thread-safe.
 */
final class Committer {
  private final SessionView view;
  private final SessionBody body;
  private final Cell cell;
  private final DocumentsView documents;

  Committer(SessionView view, DocumentsView documents) {
    this.view = view;
    this.body = view.body;
    this.cell = view.body.cell;
    this.documents = documents;
  }

  /**
   * What is to be stamped of documents.
   *
   * @param changes none when this request uses no documents, or they cannot be sent
   * @param holdsBack whether there are changes that are not sent now
   */
  private record OfDocuments(
      Cell.PendingDocuments changes,
      boolean holdsBack,
      @Nullable DocumentRefusedException refusal) {
    static final OfDocuments NONE = new OfDocuments(Cell.PendingDocuments.NONE, false, null);
  }

  private OfDocuments ofDocuments() {
    if (!documents.isUsed() || body.isEnded()) {
      return OfDocuments.NONE;
    }
    try {
      body.documents.prepare();
      return new OfDocuments(body.documents, body.documents.holdsBack(), null);
    } catch (DocumentRefusedException e) {
      return new OfDocuments(Cell.PendingDocuments.NONE, true, e);
    }
  }

  /**
   * Sends what changed since the last call; nobody waits for it.
   *
   * @param lastOfRequest whether the time of access goes along when the backups should hear of it
   * @param when for the log, should it be lost
   */
  void stampUnattended(boolean lastOfRequest, String when) {
    try {
      OfDocuments ofDocuments = ofDocuments();
      if (ofDocuments.refusal != null) {
        body.held(when, ofDocuments.refusal);
      }
      Change change = view.collect(lastOfRequest);
      var unused = new CompletableFuture<ReplicationLevel>();
      body.context
          .steps()
          .execute(
              () -> {
                if (!stamp(change, ofDocuments, unused)
                    && (change.isModification() || ofDocuments.changes.isPending())) {
                  body.lost(when, change.toString());
                }
              });
    } catch (NotSerializableAttributeException e) {
      body.lost(when, String.valueOf(e.getMessage()));
    }
  }

  /** Serialises and stamps what changed since the last call. */
  CompletableFuture<ReplicationLevel> commit() {
    var level = new CompletableFuture<ReplicationLevel>();
    try {
      OfDocuments ofDocuments = ofDocuments();
      Change change = view.collect(false);
      body.context.steps().execute(() -> stamp(change, ofDocuments, told(level, ofDocuments)));
    } catch (NotSerializableAttributeException e) {
      level.completeExceptionally(e);
    }
    return level;
  }

  /** Documents that cannot be sent fail the call, whatever becomes of the rest of it. */
  private static CompletableFuture<ReplicationLevel> told(
      CompletableFuture<ReplicationLevel> level, OfDocuments ofDocuments) {
    if (ofDocuments.refusal == null) {
      return level;
    }
    var rest = new CompletableFuture<ReplicationLevel>();
    var unused =
        rest.whenComplete((any, failure) -> level.completeExceptionally(ofDocuments.refusal));
    return rest;
  }

  /** Returns false when nothing was stamped, because the session has gone. */
  private boolean stamp(
      Change change, OfDocuments ofDocuments, CompletableFuture<ReplicationLevel> level) {
    Position position = cell.stamp(change, ofDocuments.changes, body.loop().nanoTime());
    if (position == null) {
      change.attributes().forEach(each -> body.forget(each.name(), each.version()));
      level.completeExceptionally(
          new SessionUnavailableException(
              "The session has gone to another node, too many of its changes are on their way, or"
                  + " several requests at once have made it larger than it may be",
              Duration.ofMillis(100)));
      return false;
    }
    view.settleNonce(change);
    change.removals().forEach(body::forgetRemoval);
    if (view.replication() == Replication.ASYNC) {
      Ownership session = body.ownership();
      body.loop().execute(() -> body.replicator.flush(session));
      level.complete(
          cell.backups().isEmpty() || ofDocuments.holdsBack
              ? ReplicationLevel.UNPROTECTED
              : ReplicationLevel.SENT);
    } else if (ofDocuments.holdsBack || view.hasReadUnstamped()) {
      // Its own change is waited for all the same.
      var own = new CompletableFuture<ReplicationLevel>();
      var unused = own.whenComplete((reached, failure) -> cap(level, failure));
      replicated(position.sequence(), own);
    } else {
      replicated(position.sequence(), level);
    }
    return true;
  }

  /** Whether the backups have been heard lately: what they have acknowledged may be long ago. */
  private boolean areInTouch(Set<NodeId> backups) {
    return backups.stream().allMatch(body.context.membership()::isInTouch);
  }

  private void replicated(long sequence, CompletableFuture<ReplicationLevel> level) {
    Ownership session = body.ownership();
    if (cell.isProtected(sequence) && areInTouch(cell.backups())) {
      level.complete(ReplicationLevel.ACKNOWLEDGED);
    } else {
      body.loop().execute(() -> body.replicator.replicate(session, sequence, level));
    }
  }

  /**
   * What a request has read, or changed, of what no backup has is no better protected than that.
   */
  private void cap(CompletableFuture<ReplicationLevel> level, @Nullable Throwable failure) {
    if (failure != null) {
      level.completeExceptionally(failure);
    } else if (body.context.settings().whenUnavailable() == WhenUnavailable.FAIL) {
      level.completeExceptionally(
          new SessionUnavailableException(
              "The request read what another one has not yet sent, and when-unavailable is"
                  + " \"fail\"",
              Duration.ofMillis(100)));
    } else {
      level.complete(ReplicationLevel.UNPROTECTED);
    }
  }
}
