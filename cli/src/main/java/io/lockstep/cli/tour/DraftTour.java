package io.lockstep.cli.tour;

import io.lockstep.cli.balancer.Backend;
import io.lockstep.cli.output.Progress;
import io.lockstep.cli.process.Polling;
import io.lockstep.cli.server.Fleet;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The tour's step with a document of a session: it is edited on one server, that one is killed, and
 * it goes on being edited on the others.
 */
public final class DraftTour {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LINES = 20;

  private final Fleet fleet;
  private final ClusterView cluster;
  private final Progress progress;
  private final Polling polling;
  private final Random random;
  private final List<Backend> servers;
  private final DraftClient draft;
  private final List<String> written = new ArrayList<>();
  private int number;

  public DraftTour(Fleet fleet, Progress progress, ScheduledExecutorService executor, long seed) {
    this.fleet = fleet;
    this.cluster = new ClusterView(fleet, "board");
    this.progress = progress;
    this.polling = new Polling(executor);
    this.random = new Random(seed);
    this.servers = fleet.backends();
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    this.draft = new DraftClient(http, servers.get(0).port());
  }

  /**
   * Runs the step.
   *
   * @throws io.lockstep.cli.process.StartException when the killed server does not start again
   */
  public void run() {
    progress.line("7  an XML document in a session: a draft, edited from server to server");
    polling.until(PATIENCE, () -> cluster.isComplete(servers.size()));
    var first = servers.get(random.nextInt(servers.size()));
    draft.goTo(first.port());
    boolean edited = edit();
    boolean safe = polling.until(PATIENCE, () -> cluster.isProtected(servers.size(), 1));
    progress.check(
        edited && safe,
        "%s: %d lines added, ticked off and removed, each a small change; the session has a backup"
            .formatted(first.name(), LINES));
    fleet.kill(first.name());
    progress.detail(first.name() + " is killed; the visitor goes on elsewhere");
    servers.stream().filter(each -> !each.equals(first)).forEach(this::goOn);
    fleet.startAgain(first.name());
    polling.until(PATIENCE, () -> cluster.isComplete(servers.size()));
    goOn(first);
  }

  private void goOn(Backend server) {
    draft.goTo(server.port());
    boolean same = polling.until(PATIENCE, () -> draft.lines().equals(Optional.of(written)));
    boolean edited = same && edit();
    progress.check(
        edited,
        edited
            ? "%s has the draft line by line, and it goes on being edited there"
                .formatted(server.name())
            : "%s has the draft line by line: %s instead of %s"
                .formatted(server.name(), draft.lines(), written));
  }

  /** Edits the draft, and the list beside it that says how it must be. */
  private boolean edit() {
    boolean good = true;
    for (int line = 0; line < LINES; line++) {
      written.add("line " + number++);
      good &= is(draft.add(written.get(written.size() - 1)));
      if (line % 3 == 0) {
        int ticked = random.nextInt(written.size());
        String text = written.get(ticked);
        written.set(ticked, text.startsWith("✓") ? text : "✓ " + text);
        good &= is(draft.done(ticked));
      }
      if (line % 4 == 0) {
        int removed = random.nextInt(written.size());
        written.remove(removed);
        good &= is(draft.remove(removed));
      }
    }
    return good;
  }

  private boolean is(Optional<List<String>> lines) {
    return lines.equals(Optional.of(written));
  }
}
