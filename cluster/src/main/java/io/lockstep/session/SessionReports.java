package io.lockstep.session;

import io.lockstep.membership.Member;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.BackupReport;
import io.lockstep.report.NodeReport.LossReport;
import io.lockstep.report.NodeReport.SessionReport;
import io.lockstep.report.NodeReport.TaskReport;
import io.lockstep.transport.NodeId;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Immutable snapshots of the session service. Used on the loop. */
public final class SessionReports {
  private final SessionContext context;
  private final OwnedSessions owned;
  private final BackupRepository repository;
  private final BackupTasks tasks;

  SessionReports(
      SessionContext context, OwnedSessions owned, BackupRepository repository, BackupTasks tasks) {
    this.context = context;
    this.owned = owned;
    this.repository = repository;
    this.tasks = tasks;
  }

  /** How many sessions this node owns. May be called from any thread. */
  public int sessionCount() {
    return owned.size();
  }

  /** How many backups this node held at the last count, at most a second ago. */
  public int backupCount() {
    return repository.size();
  }

  /** How many bytes these backups had at that count. May be called from any thread. */
  public long backupBytes() {
    return repository.bytes();
  }

  /**
   * How many owned sessions lack a backup that holds them, and how many backups here an owner that
   * can be relied on; the latter as of the last second. Without failover no session lacks one.
   */
  public int unassigned() {
    return repository.withoutOwner()
        + (context.settings().failover()
            ? count(session -> installed(session).findAny().isEmpty())
            : 0);
  }

  /** How many sessions would not survive this node, unassigned ones included. */
  public int unprotected() {
    return repository.withoutOwner() + count(session -> !session.cell.claimsProtection());
  }

  private int count(Predicate<Ownership> condition) {
    return (int)
        owned.all().stream()
            .filter(session -> !session.cell.isEnded() && condition.test(session))
            .count();
  }

  private static Stream<Link> installed(Ownership session) {
    return session.links.values().stream().filter(Link::isInstalled);
  }

  /**
   * The sessions this node owns, at most {@value NodeReport#MOST_SESSIONS}.
   *
   * @param server this node's name
   */
  public List<SessionReport> sessions(String server) {
    return owned.all().stream()
        .filter(session -> !session.cell.isEnded())
        .sorted((one, other) -> Long.compare(other.cell.createdMs(), one.cell.createdMs()))
        .limit(NodeReport.MOST_SESSIONS)
        .map(session -> report(session, server))
        .toList();
  }

  private SessionReport report(Ownership session, String server) {
    Cell cell = session.cell;
    return new SessionReport(
        cell.key.toString(),
        cell.position().epoch().toString(),
        cell.position().sequence(),
        server,
        installed(session).map(link -> name(link.node)).toList(),
        level(cell).name().toLowerCase(Locale.ROOT),
        cell.attributeCount(),
        (int) Math.min(Integer.MAX_VALUE, cell.bytes()),
        context.loop().now().toEpochMilli() - cell.createdMs(),
        cell.idleMs(context.now()),
        pending(session));
  }

  private static long pending(Ownership session) {
    long sequence = session.cell.position().sequence();
    return session.links.values().stream()
        .mapToLong(link -> link.isInstalled() ? sequence - link.acknowledged() : sequence)
        .sum();
  }

  private ReplicationLevel level(Cell cell) {
    if (cell.isProtected(cell.position().sequence())) {
      return ReplicationLevel.ACKNOWLEDGED;
    }
    return cell.claimsProtection() ? ReplicationLevel.SENT : ReplicationLevel.UNPROTECTED;
  }

  /** The backups this node holds, at most {@value NodeReport#MOST_SESSIONS}. */
  public List<BackupReport> backups() {
    return repository.backups().stream()
        .limit(NodeReport.MOST_SESSIONS)
        .map(entry -> report(entry.getKey(), entry.getValue()))
        .toList();
  }

  private BackupReport report(SessionKey key, Copy copy) {
    SessionState state = copy.state;
    return new BackupReport(
        key.toString(),
        copy.position.epoch().toString(),
        copy.position.sequence(),
        copy.owner == null ? "" : name(copy.owner),
        state == null ? 0 : (int) Math.min(Integer.MAX_VALUE, state.bytes()));
  }

  private String name(@Nullable NodeId node) {
    if (node == null) {
      return "";
    }
    Member member = context.membership().member(node);
    return member == null ? node.toString() : member.address().server();
  }

  /** The periodic tasks that look after backups. */
  public List<TaskReport> tasks() {
    return tasks.report();
  }

  public List<LossReport> losses() {
    return context.losses().latest();
  }

  public long lossCount() {
    return context.losses().count();
  }
}
