package io.lockstep.session;

import io.lockstep.session.SessionSettings.Replication;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session whose attributes are replicated to a backup node.
 *
 * <p>Attributes keep the object that was set; its bytes are taken when the request ends, so an
 * object may be set first and changed afterwards in the same request. An object changed in a later
 * request must be set again. With {@link SessionSettings#passivateAfter()} an idle session gives up
 * its objects, and has others made of their bytes when it is used again. Thread-safe.
 *
 * <p>All methods but {@link #id()}, {@link #hasCurrentId()} and {@link #isValid()} throw {@link
 * IllegalStateException} once the session has ended.
 */
public interface ServerSession {
  /**
   * How many bytes the values of all attributes may take together: 8 MB. Whole sessions travel as
   * one message.
   */
  int MAX_BYTES = 8 * 1024 * 1024;

  /**
   * Unguessable: the one with which this request came, or the one that it gave the session by
   * {@link #changeId()}. Never one that another request gave it, because the two may not be of the
   * same client.
   */
  String id();

  /** Whether {@link #id()} is the session's; false once another request gave it another one. */
  boolean hasCurrentId();

  /**
   * Rises with every change of owner or backup; what a client should present with its next request.
   */
  long epoch();

  /** False once it was invalidated or has expired. */
  boolean isValid();

  Instant creationTime();

  /** When it was last joined by a request before those now running. */
  Instant lastAccessTime();

  /** Zero or negative: it never expires. */
  Duration maxInactiveInterval();

  void setMaxInactiveInterval(Duration interval);

  /**
   * The attribute's value, deserialised with the class loader given to the node on its first use
   * after a take-over or a passivation.
   *
   * @return null when there is none
   * @throws AttributeUnreadableException when its bytes cannot be turned into an object here
   */
  @Nullable Object getAttribute(String name);

  /**
   * Sets an attribute, and checks that it can be replicated.
   *
   * @return the value replaced, or null
   * @throws NotSerializableAttributeException when it cannot be serialised, one of its classes is
   *     not allowed, or the session would take more than {@link #MAX_BYTES}; the session is
   *     unchanged
   */
  @Nullable Object setAttribute(String name, Object value);

  /**
   * Removes an attribute.
   *
   * @return the value removed, or null when there was none
   */
  @Nullable Object removeAttribute(String name);

  /** The names of all attributes but those that were found to be unreadable here: a copy. */
  Set<String> attributeNames();

  /** Its XML documents, which are replicated by their changes. */
  DocumentRegistry documents();

  /** How this request's changes are replicated: by default as the settings say. */
  Replication replication();

  /**
   * Sets how the changes of this request alone are replicated, from its next commit on. Without
   * failover nothing is acknowledged, and this has no effect.
   */
  void replicateRequest(Replication replication);

  /**
   * Sets how the session's changes are replicated from now on, on every server; a request may
   * differ. Without failover nothing is acknowledged, and this has no effect.
   */
  void setReplication(Replication replication);

  /** Whether attributes that are changed in place are found; false by default. */
  boolean tracksChanges();

  /**
   * Sets whether attributes that this session's requests get, and change without setting them
   * again, are found at the end of each request, by comparing their bytes: each attribute that a
   * request got is serialised once more. Beside what {@code lockstep.tracked-types} finds in every
   * session.
   */
  void setTracksChanges(boolean tracks);

  /**
   * Gives the session another id; the old one is unknown from the next commit on.
   *
   * @return the new id
   */
  String changeId();

  /**
   * Ends the session: with the next commit no node will serve it again. Listeners hear of it before
   * it ends, once; when one of them calls this again, nothing happens.
   *
   * @throws IllegalStateException also when another request is just ending it
   */
  void invalidate();
}
