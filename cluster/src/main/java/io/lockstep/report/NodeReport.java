package io.lockstep.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node as itself sees the cluster.
 *
 * @param server the node's server name
 * @param incarnation its life, 16 hexadecimal digits
 * @param connected whether its transport is
 * @param members all members it knows, itself first
 * @param sessions the sessions it owns, the most recently created first, at most {@value
 *     #MOST_SESSIONS}
 * @param sessionCount how many it owns
 * @param backups the backups it holds, at most {@value #MOST_SESSIONS}
 * @param backupCount how many it holds
 * @param backupBytes how many bytes they have, as of the last second
 * @param unassigned how many of its sessions have no backup, and how many of the backups it holds
 *     have no owner
 * @param unprotected how many of its sessions would be lost with it: the unassigned ones, and those
 *     whose backups do not have, or do not confirm, a whole copy
 * @param losses what it found lost, newest first, at most {@value #MOST_LOSSES}
 * @param lossCount how many losses it reported since it started
 * @param transports what its transport instances have done
 * @param topics what went through its topics
 * @param stores its shared stores by name, at most {@value #MOST_STORES}
 * @param storeCount how many it has
 * @param counters named counts since it started, sorted by name, for example {@code frames.foreign}
 * @param timings how long some things take, sorted by name, for example {@code rpc.call}
 * @param tasks the periodic tasks that look after its backups
 * @param loop what the steps of its event loop take
 * @param uptimeMs how long it has been running
 * @param drain how far it has come with draining; null when it does not drain
 */
public record NodeReport(
    String server,
    String incarnation,
    boolean connected,
    List<MemberReport> members,
    List<SessionReport> sessions,
    int sessionCount,
    List<BackupReport> backups,
    int backupCount,
    long backupBytes,
    int unassigned,
    int unprotected,
    List<LossReport> losses,
    long lossCount,
    List<TransportReport> transports,
    TopicsReport topics,
    List<StoreReport> stores,
    int storeCount,
    List<CounterReport> counters,
    List<TimingReport> timings,
    List<TaskReport> tasks,
    LoopReport loop,
    long uptimeMs,
    @Nullable DrainReport drain) {
  /** The most sessions, and the most backups, that a report lists. */
  public static final int MOST_SESSIONS = 500;

  /** The most losses that a report lists. */
  public static final int MOST_LOSSES = 200;

  /** The most topics that a report lists. */
  public static final int MOST_TOPICS = 500;

  /** The most shared stores that a report lists. */
  public static final int MOST_STORES = 500;

  /**
   * A member as the reporting node sees it.
   *
   * @param state {@code alive}, {@code suspected}, {@code left} or {@code dead}; the last two for a
   *     while after the end
   * @param local whether it is the reporting node
   * @param load the machine's load average over its processors, or negative when unknown
   * @param lastHeardMs how long ago it was last heard; 0 for the local one, -1 for one that left or
   *     died
   * @param synchronising whether it does not know its cluster yet, as after its start
   * @param draining whether it takes no new visitors
   */
  public record MemberReport(
      String server,
      String address,
      String incarnation,
      String state,
      boolean local,
      String machineId,
      String version,
      int sessions,
      int backups,
      double load,
      long lastHeardMs,
      boolean synchronising,
      boolean draining) {}

  /**
   * How far a node has come that drains: new visitors go elsewhere, and those who have a session
   * there go on being served until it ends.
   *
   * @param forMs how long it has been draining
   * @param sessionsAtStart how many sessions it owned when that began
   * @param sessionsLeft how many it owns; more than at the start when more have come since
   * @param estimateMs in how long the last of them will have gone; -1 when nothing can be said
   * @param estimateFrom what the estimate goes by: {@code pace} at which they went so far, {@code
   *     expiry} of the last of them if nobody used it any more, {@code none-left}, or {@code
   *     unknown}
   * @param lastExpiryMs in how long the last would expire if nobody used it any more; -1 when one
   *     at least never expires
   * @param takers how many other servers take new visitors; with 0 nobody does
   */
  public record DrainReport(
      long forMs,
      int sessionsAtStart,
      int sessionsLeft,
      long estimateMs,
      String estimateFrom,
      long lastExpiryMs,
      int takers) {}

  /**
   * A session that the node owns.
   *
   * @param key names the session without giving its id away: the first 12 digits of its key
   * @param epoch as {@code counter@node}
   * @param backups the servers that hold its backups; empty when unassigned
   * @param level {@code unprotected}, {@code sent} or {@code acknowledged}: what a read of it would
   *     be told now
   * @param pending how many batches its backups have not acknowledged yet, of all of them together;
   *     of one that needs a whole copy, all batches there were
   */
  public record SessionReport(
      String key,
      String epoch,
      long sequence,
      String owner,
      List<String> backups,
      String level,
      int attributes,
      int bytes,
      long ageMs,
      long idleMs,
      long pending) {}

  /**
   * A backup that the node holds.
   *
   * @param owner the server that owned the session under that epoch
   */
  public record BackupReport(String key, String epoch, long sequence, String owner, int bytes) {}

  /**
   * Changes that were made here and that the cluster did not keep.
   *
   * @param fromSequence the first batch lost
   * @param toSequence the last batch lost
   * @param reason one sentence
   * @param atMs when it was found, in milliseconds since 1970
   */
  public record LossReport(
      String key, String epoch, long fromSequence, long toSequence, String reason, long atMs) {}

  /**
   * What a transport instance has carried since the node started.
   *
   * @param name unique among the node's
   * @param kind for example {@code amqp}; empty when a program gave the transport
   * @param state {@code connected}, {@code disconnected} or {@code closed}
   * @param droppedFrames what it could not carry
   * @param keys the traffic keys that it carries, each with its share
   */
  public record TransportReport(
      String name,
      String kind,
      String state,
      long sentFrames,
      long sentBytes,
      long receivedFrames,
      long receivedBytes,
      long droppedFrames,
      List<KeyReport> keys) {}

  /**
   * What an instance has carried of one traffic key. The heartbeats that go over instances without
   * {@code AppNode} are in the instance's totals alone.
   *
   * @param key as in a configuration file, for example {@code SessionEvents}
   * @param droppedFrames what was too large or malformed, came before the node was connected for
   *     the first time, or found too much waiting for the loop
   */
  public record KeyReport(
      String key,
      long sentFrames,
      long sentBytes,
      long receivedFrames,
      long receivedBytes,
      long droppedFrames) {}

  /**
   * What went through the node's topics since it started.
   *
   * @param topics by name, at most {@value #MOST_TOPICS}
   * @param gaps how often messages of a publisher were missing for good
   * @param lost how many messages those were, on any topics
   */
  public record TopicsReport(List<TopicReport> topics, long gaps, long lost) {}

  /**
   * One topic.
   *
   * @param listeners how many of the node's listeners hear it
   * @param published how many messages were published on this node
   * @param received how many messages came from other nodes
   * @param dropped how many found no room at a listener, each counted once per listener
   */
  public record TopicReport(
      String name, int listeners, long published, long received, long dropped) {}

  /**
   * One shared store as this node has it, and what it knows of the other members' contents. Each
   * member tells what it has every status period; the three counts are of what they told last, and
   * together they are all members but this one.
   *
   * @param entries how many entries, those whose time is over and not yet forgotten included
   * @param bytes what these have, keys and values serialised
   * @param tombstones how many removals some member may not have seen
   * @param agreeing how many had exactly the same as this node, by number and digest of all
   *     changes, and have seen since what this node had told of a period before
   * @param differing how many had not, had something else, or told of something that is not here
   * @param unknown how many have not told for three periods, or nothing that could be compared yet
   * @param unsent how many changes made here wait to be sent
   * @param missing how many changes others have told of that are not here
   * @param pull what is being fetched from another node; null when nothing is
   */
  public record StoreReport(
      String name,
      int entries,
      long bytes,
      int tombstones,
      int agreeing,
      int differing,
      int unknown,
      int unsent,
      long missing,
      @Nullable PullReport pull) {}

  /**
   * What a node fetches of a store because it misses it, as after its start.
   *
   * @param from the server that it comes from
   * @param received how many entries and tombstones have come
   * @param expected about how many will have come at the end; at least as many as have
   */
  public record PullReport(String from, long received, long expected) {}

  /**
   * What the steps of the event loop take, during which the node does nothing else.
   *
   * @param longestStepUs the longest since the start, in microseconds
   * @param longestStepLatelyUs the longest of the last one to two minutes
   * @param steps how many there were since the start
   * @param busyUs how long all of them took together, in microseconds
   * @param waiting how many tasks waited for their turn when this was told
   */
  public record LoopReport(
      long longestStepUs, long longestStepLatelyUs, long steps, long busyUs, int waiting) {}

  /**
   * A periodic task.
   *
   * @param name as its setting begins, for example {@code resend-task}
   * @param runs how often it ran since the node started
   * @param lastRunMs when it last ran, in milliseconds since 1970; 0 when it has not
   * @param pending for how many sessions it has something to do
   */
  public record TaskReport(String name, long periodMs, long runs, long lastRunMs, int pending) {}

  /** A named count. */
  public record CounterReport(String name, long value) {}

  /**
   * How long something took each time within the last minute, in microseconds, to about one per
   * cent.
   *
   * @param count how often it happened within that minute; the other values of it are 0 when it did
   *     not
   * @param p50Us what half of them took at most
   * @param p99Us what 99 of 100 took at most
   * @param lastUs what it took the last time since the node started; 0 before the first
   */
  public record TimingReport(
      String name, long count, long meanUs, long p50Us, long p99Us, long longestUs, long lastUs) {}
}
