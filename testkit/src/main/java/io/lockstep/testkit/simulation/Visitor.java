package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.Operation.Intent;
import io.lockstep.testkit.simulation.Operation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody with a cookie, who comes again and again. */
final class Visitor {
  private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration RETRY = Duration.ofMillis(500);

  private final World world;
  private final Balancer balancer;
  private final RequestFactory requests;
  private final Habit habit;
  private final String name;
  private final Duration pace;
  private final Seeded seeded;
  private final List<SessionRecord> sessions = new ArrayList<>();
  private @Nullable SessionRecord current;
  private String server;
  private String otherServer;
  private boolean stopped;

  Visitor(
      World world,
      Balancer balancer,
      RequestFactory requests,
      Habit habit,
      String name,
      Duration pace,
      List<String> servers) {
    this.world = world;
    this.balancer = balancer;
    this.requests = requests;
    this.habit = habit;
    this.name = name;
    this.pace = pace;
    seeded = new Seeded(world.random());
    server = seeded.oneOf(servers);
    otherServer = seeded.oneOf(servers);
  }

  void start() {
    comeAgainAfter(seeded.around(pace));
  }

  /** Comes no more. */
  void stop() {
    stopped = true;
  }

  private void comeAgainAfter(Duration delay) {
    world.after(delay, this::come);
  }

  private void come() {
    if (stopped) {
      return;
    }
    SessionRecord session = current;
    boolean several = habit == Habit.CONCURRENT && session != null;
    int many = several ? seeded.between(1, 3) : 1;
    boolean sent = false;
    for (int i = 0; i < many; i++) {
      sent |= send(session, i == 0);
    }
    if (!sent) {
      comeAgainAfter(RETRY);
    }
  }

  private boolean send(@Nullable SessionRecord session, boolean leads) {
    Optional<ServerProcess> process = target();
    process.ifPresent(
        target ->
            request(target, session == null ? newSession() : session, intent(session), leads));
    return process.isPresent();
  }

  private void request(ServerProcess process, SessionRecord session, Intent intent, boolean leads) {
    requests
        .make(process, session, intent, seeded, request -> answered(session, request, leads))
        .start();
  }

  private SessionRecord newSession() {
    var session =
        new SessionRecord(
            name + "." + sessions.size(),
            habit == Habit.IDLING ? SHORT_TIMEOUT : Duration.ofMinutes(30));
    sessions.add(session);
    return session;
  }

  private Optional<ServerProcess> target() {
    if (habit == Habit.ROAMING || seeded.oneIn(40)) {
      return balancer.any();
    }
    if (habit == Habit.ALTERNATING || (habit == Habit.CONCURRENT && seeded.oneIn(4))) {
      String next = otherServer;
      otherServer = server;
      server = next;
    }
    return balancer.sticky(server);
  }

  private Intent intent(@Nullable SessionRecord session) {
    if (session == null) {
      return Intent.CREATE;
    }
    if (habit == Habit.QUITTING && seeded.oneIn(12)) {
      return Intent.END;
    }
    if (habit == Habit.READING ? !seeded.oneIn(4) : seeded.oneIn(6)) {
      return Intent.READ;
    }
    return seeded.oneIn(3) ? Intent.ADD_ITEM : seeded.oneIn(8) ? Intent.WRITE_LARGE : Intent.WRITE;
  }

  private void answered(SessionRecord session, Request request, boolean leads) {
    Operation operation = request.operation();
    if (operation.is(Outcome.NO_ANSWER)) {
      balancer.noAnswerFrom(request.process());
    } else if (habit != Habit.ALTERNATING && habit != Habit.ROAMING) {
      server = request.process().server();
    }
    keepOrForget(session, operation);
    if (leads) {
      comeAgainAfter(pause(request));
    }
  }

  private void keepOrForget(SessionRecord session, Operation operation) {
    boolean over =
        operation.is(Outcome.UNKNOWN_SESSION)
            || operation.is(Outcome.ENDED)
            || operation.intent() == Intent.END;
    if (over && session == current) {
      current = null;
      haunt(session);
    } else if (operation.intent() == Intent.CREATE && operation.is(Outcome.DONE)) {
      current = session;
    }
  }

  /** Tries the old cookie a few times, as a browser's back button does. */
  private void haunt(SessionRecord session) {
    for (int i = seeded.between(0, 2); i > 0; i--) {
      world.after(seeded.around(Duration.ofSeconds(30)), () -> lookAt(session));
    }
  }

  /** Reads a session once, on any server. */
  void lookAt(SessionRecord session) {
    balancer
        .any()
        .filter(any -> session.given())
        .ifPresent(
            process -> requests.make(process, session, Intent.READ, seeded, request -> {}).start());
  }

  private Duration pause(Request request) {
    Duration asked = request.retryAfter();
    if (asked != null) {
      return asked.plus(seeded.around(RETRY));
    }
    if (habit == Habit.IDLING && seeded.oneIn(10)) {
      return seeded.between(Duration.ofSeconds(20), Duration.ofSeconds(300));
    }
    return seeded.oneIn(5) ? seeded.around(Duration.ofMillis(20)) : seeded.around(pace);
  }

  /** The session that its cookie names now. */
  Optional<SessionRecord> current() {
    return Optional.ofNullable(current);
  }

  List<SessionRecord> sessions() {
    return sessions;
  }

  Habit habit() {
    return habit;
  }

  /** Makes requests. */
  @FunctionalInterface
  interface RequestFactory {
    Request make(
        ServerProcess process,
        SessionRecord session,
        Intent intent,
        Seeded seeded,
        java.util.function.Consumer<Request> answered);
  }
}
