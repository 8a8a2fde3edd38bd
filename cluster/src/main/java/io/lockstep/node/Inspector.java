package io.lockstep.node;

import io.lockstep.membership.Membership;
import io.lockstep.report.SessionDetail;
import io.lockstep.report.SessionInspector;
import io.lockstep.session.SessionInspection;
import io.lockstep.time.EventLoop;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.SessionDescription;
import io.lockstep.wire.proto.SessionQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Asks all nodes what they have of a session, and answers the same question. */
final class Inspector implements SessionInspector {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final String server;
  private final EventLoop loop;
  private final Messenger messenger;
  private final Membership membership;
  private final SessionInspection sessions;
  private final Map<Long, Question> questions = new LinkedHashMap<>();

  /** One question to the cluster, and what came back so far. */
  private record Question(
      Set<NodeId> answered,
      List<SessionDetail> details,
      CompletableFuture<List<SessionDetail>> result) {}

  Inspector(
      String server,
      EventLoop loop,
      Messenger messenger,
      Membership membership,
      SessionInspection sessions) {
    this.server = server;
    this.loop = loop;
    this.messenger = messenger;
    this.membership = membership;
    this.sessions = sessions;
    messenger.on(MessageType.SESSION_QUERY, this::onQuery);
    messenger.on(MessageType.SESSION_DESCRIPTION, this::onDescription);
  }

  @Override
  public CompletableFuture<List<SessionDetail>> inspect(String key) {
    return ask(key, false);
  }

  @Override
  public CompletableFuture<Boolean> end(String key) {
    return ask(key, true).thenApply(details -> details.stream().anyMatch(SessionDetail::owns));
  }

  private CompletableFuture<List<SessionDetail>> ask(String key, boolean ends) {
    var result = new CompletableFuture<List<SessionDetail>>();
    loop.execute(
        () -> {
          long request = loop.random().nextLong();
          var question = new Question(new LinkedHashSet<>(), new ArrayList<>(), result);
          questions.put(request, question);
          look(key, ends).ifPresent(question.details::add);
          messenger.broadcast(
              MessageType.SESSION_QUERY,
              SessionQuery.newBuilder().setRequest(request).setKey(key).setEnds(ends).build());
          loop.schedule(PATIENCE, () -> conclude(request));
          concludeIfComplete(request);
        });
    return result;
  }

  private Optional<SessionDetail> look(String key, boolean ends) {
    Optional<SessionDetail> found = sessions.inspect(server, key);
    if (ends) {
      sessions.end(key);
    }
    return found;
  }

  private void onQuery(NodeId asker, SessionQuery query) {
    if (asker.equals(membership.self())) {
      return;
    }
    SessionDescription.Builder answer =
        SessionDescription.newBuilder().setRequest(query.getRequest());
    look(query.getKey(), query.getEnds())
        .ifPresent(detail -> answer.setDetail(SessionDetails.toWire(detail)));
    messenger.send(asker, MessageType.SESSION_DESCRIPTION, answer.build());
  }

  private void onDescription(NodeId sender, SessionDescription description) {
    Question question = questions.get(description.getRequest());
    if (question != null && question.answered.add(sender)) {
      if (description.hasDetail()) {
        question.details.add(SessionDetails.of(description.getDetail()));
      }
      concludeIfComplete(description.getRequest());
    }
  }

  private void concludeIfComplete(long request) {
    Question question = questions.get(request);
    if (question != null
        && membership.members().stream()
            .filter(member -> !member.isSuspected())
            .allMatch(member -> question.answered.contains(member.id()))) {
      conclude(request);
    }
  }

  private void conclude(long request) {
    Question question = questions.remove(request);
    if (question != null) {
      question.details.sort(
          Comparator.comparing(SessionDetail::owns)
              .reversed()
              .thenComparing(SessionDetail::server));
      question.result.complete(List.copyOf(question.details));
    }
  }
}
