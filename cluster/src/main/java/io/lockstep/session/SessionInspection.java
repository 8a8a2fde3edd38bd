package io.lockstep.session;

import io.lockstep.membership.Member;
import io.lockstep.report.SessionDetail;
import io.lockstep.report.SessionDetail.Attribute;
import io.lockstep.report.SessionDetail.Backup;
import io.lockstep.report.SessionDetail.Document;
import io.lockstep.report.SessionDetail.Past;
import io.lockstep.sequence.Position;
import io.lockstep.session.document.DocumentTree;
import io.lockstep.transport.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks into single sessions of this node. Lives on the loop. */
public final class SessionInspection {
  private final SessionContext context;
  private final OwnedSessions owned;
  private final BackupRepository repository;

  SessionInspection(SessionContext context, OwnedSessions owned, BackupRepository repository) {
    this.context = context;
    this.owned = owned;
    this.repository = repository;
  }

  /**
   * What this node has of the session.
   *
   * @param server this node's name
   * @param key as in the reports
   * @return empty when it has nothing
   */
  public Optional<SessionDetail> inspect(String server, String key) {
    Optional<SessionDetail> mine = find(key).map(session -> detail(server, session));
    return mine.isPresent() ? mine : copy(server, key);
  }

  private Optional<Ownership> find(String key) {
    return owned.all().stream()
        .filter(session -> session.cell.key.toString().equals(key) && !session.cell.isEnded())
        .findFirst();
  }

  private Optional<SessionDetail> copy(String server, String key) {
    return repository.backups().stream()
        .filter(entry -> entry.getKey().toString().equals(key))
        .findFirst()
        .map(entry -> detail(server, entry.getKey(), entry.getValue()));
  }

  /**
   * Ends the session, if this node owns it.
   *
   * @param key as in the reports
   * @return whether it does
   */
  public boolean end(String key) {
    Optional<Ownership> found = find(key);
    found.ifPresent(session -> context.workers().execute(session.body::endNow));
    return found.isPresent();
  }

  private SessionDetail detail(String server, Ownership session) {
    return session.cell.inspect(
        (state, position) ->
            detail(server, session.cell.key, state, position, true)
                .with(backups(session), names(session.former)));
  }

  private SessionDetail detail(String server, SessionKey key, Copy copy) {
    SessionState state = copy.state;
    if (state == null) {
      throw new IllegalStateException("A backup without content");
    }
    return detail(server, key, state, copy.position, false).with(List.of(), names(copy.former));
  }

  /** Without what only its holder knows. */
  private record Partial(SessionDetail detail) {
    SessionDetail with(List<Backup> backups, List<String> former) {
      return new SessionDetail(
          detail.server(),
          detail.key(),
          detail.owns(),
          detail.epoch(),
          detail.sequence(),
          detail.ageMs(),
          detail.idleMs(),
          detail.maxInactiveMs(),
          detail.replication(),
          detail.tracksChanges(),
          detail.attributes(),
          detail.documents(),
          backups,
          former,
          detail.history());
    }
  }

  private Partial detail(
      String server, SessionKey key, SessionState state, Position position, boolean owns) {
    return new Partial(
        new SessionDetail(
            server,
            key.toString(),
            owns,
            position.epoch().toString(),
            position.sequence(),
            context.loop().now().toEpochMilli() - state.createdMs,
            state.idleMs(context.now()),
            state.maxInactiveMs,
            state.options.replication() == null
                ? ""
                : state.options.replication().name().toLowerCase(Locale.ROOT),
            state.options.tracksChanges(),
            attributes(state),
            documents(state),
            List.of(),
            List.of(),
            history(state)));
  }

  private static List<Attribute> attributes(SessionState state) {
    var attributes = new ArrayList<Attribute>();
    for (String name : new TreeSet<>(state.attributes().names())) {
      attributes.add(new Attribute(name, state.attributes().sizeOf(name), state.sequenceOf(name)));
    }
    return attributes;
  }

  private static List<Document> documents(SessionState state) {
    var documents = new ArrayList<Document>();
    for (Map.Entry<String, DocumentTree> each : new TreeMap<>(state.documents).entrySet()) {
      DocumentTree document = each.getValue();
      documents.add(
          new Document(
              each.getKey(),
              document.bytes(),
              document.size(),
              document.sequence(),
              document.isSharedWithClient()));
    }
    return documents;
  }

  private static List<Past> history(SessionState state) {
    return state.lineage.reigns().stream()
        .map(reign -> new Past(reign.epoch().toString(), reign.sequence()))
        .toList();
  }

  private List<Backup> backups(Ownership session) {
    long sequence = session.cell.position().sequence();
    return session.links.values().stream()
        .map(
            link ->
                new Backup(
                    name(link.node),
                    Math.max(0, link.acknowledged()),
                    link.isInstalled() ? sequence - link.acknowledged() : sequence,
                    stateOf(link)))
        .toList();
  }

  private static String stateOf(Link link) {
    if (link.isStalled()) {
      return "stalled";
    }
    return link.isInstalled() ? "holds" : "awaits";
  }

  private List<String> names(Collection<NodeId> nodes) {
    return nodes.stream().map(this::name).toList();
  }

  private String name(NodeId node) {
    Member member = context.membership().member(node);
    return member == null ? node.toString() : member.address().server();
  }
}
