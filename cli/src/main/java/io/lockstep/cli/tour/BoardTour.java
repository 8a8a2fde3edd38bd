package io.lockstep.cli.tour;

import io.lockstep.cli.output.Progress;
import io.lockstep.cli.process.Polling;
import io.lockstep.cli.process.StartException;
import io.lockstep.cli.server.Fleet;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The tour's step with what all servers share: a store of notes and a topic of messages, on the
 * notice board of each; and a server that misses changes and gets them.
 */
public final class BoardTour {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int NOTES = 20;
  private static final int CHANGED = 5;
  private static final int MESSAGES = 100;
  private static final String FIRST = "hello";
  private static final String LATER = "again";

  /** What others pin and publish meanwhile is no concern of the tour. */
  private static final String MARK = "tour: ";

  private static final String HEADLINE = MARK + "headline";

  private final Fleet fleet;
  private final ClusterView cluster;
  private final Progress progress;
  private final ScheduledExecutorService executor;
  private final Polling polling;
  private final Random random;
  private final List<BoardClient> boards;

  /** The notes that must be on every board, beside those of others. */
  private final Map<String, String> pinned = new ConcurrentSkipListMap<>();

  public BoardTour(Fleet fleet, Progress progress, ScheduledExecutorService executor, long seed) {
    this.fleet = fleet;
    this.cluster = new ClusterView(fleet, "board");
    this.progress = progress;
    this.executor = executor;
    this.polling = new Polling(executor);
    this.random = new Random(seed);
    // With threads of its own: those of the executor wait for its answers.
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    this.boards =
        fleet.backends().stream()
            .map(each -> new BoardClient(http, each.name(), each.port()))
            .toList();
  }

  /**
   * Runs the step.
   *
   * @throws StartException when a server refuses a note or a message, or does not start again
   */
  public void run() {
    progress.line(
        "6  a shared store and a topic: a notice board on %d servers".formatted(boards.size()));
    pinOnAll();
    publishOnAll(FIRST, MESSAGES);
    missChanges();
  }

  private void pinOnAll() {
    for (int note = 0; note < NOTES; note++) {
      for (BoardClient board : boards) {
        pin(board, id(board, note), "note %d, pinned on %s".formatted(note, board.server()));
      }
    }
    var atOnce =
        boards.stream()
            .map(
                board ->
                    CompletableFuture.runAsync(
                        () -> board.pin(HEADLINE, "by " + board.server()), executor))
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(atOnce).join();
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof StartException known ? known : failure;
    }
    boolean same = polling.until(PATIENCE, this::agreeOnHeadline);
    progress.check(
        same,
        "a shared store: %s, each the same %d notes, the one that all wrote at once included"
            .formatted(same ? "on every server" : told(), pinned.size()));
  }

  private void pin(BoardClient board, String id, String text) {
    board.pin(id, text);
    pinned.put(id, text);
  }

  /** Whichever of those written at once it is, it must be the same everywhere. */
  private boolean agreeOnHeadline() {
    var written = boards.stream().map(board -> "by " + board.server()).toList();
    var headline = notes(boards.get(0)).map(notes -> notes.getOrDefault(HEADLINE, ""));
    if (headline.filter(written::contains).isEmpty()) {
      return false;
    }
    pinned.put(HEADLINE, headline.get());
    return haveAllPinned();
  }

  private boolean haveAllPinned() {
    return boards.stream().allMatch(board -> notes(board).equals(Optional.of(pinned)));
  }

  private static Optional<Map<String, String>> notes(BoardClient board) {
    return board
        .notes()
        .map(
            notes ->
                notes.entrySet().stream()
                    .filter(note -> note.getKey().startsWith(MARK))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private static String id(BoardClient board, int note) {
    return MARK + board.server() + ", " + note;
  }

  /** What each server shows, for a check that did not hold. */
  private String told() {
    return boards.stream()
        .map(
            board ->
                board.server() + " has " + notes(board).map(this::differences).orElse("no answer"))
        .toList()
        .toString();
  }

  private String differences(Map<String, String> notes) {
    long missing = pinned.keySet().stream().filter(id -> !notes.containsKey(id)).count();
    long tooMany = notes.keySet().stream().filter(id -> !pinned.containsKey(id)).count();
    long others =
        notes.entrySet().stream()
            .filter(note -> pinned.containsKey(note.getKey()))
            .filter(note -> !note.getValue().equals(pinned.get(note.getKey())))
            .count();
    return "%d missing, %d too many, %d different".formatted(missing, tooMany, others);
  }

  private void publishOnAll(String word, int count) {
    for (int number = 0; number < count; number++) {
      for (BoardClient board : boards) {
        board.publish(text(word, board, number));
      }
    }
    boolean heard = polling.until(PATIENCE, () -> allHeard(word, count));
    progress.check(
        heard,
        "a topic: %d messages of %d servers were heard by each, in the order of each"
                .formatted(count * boards.size(), boards.size())
            + " publisher, none lost, none twice");
  }

  private boolean allHeard(String word, int count) {
    return boards.stream().allMatch(listener -> hasHeard(listener, word, count));
  }

  private boolean hasHeard(BoardClient listener, String word, int count) {
    var heard = listener.messages();
    return heard.isPresent()
        && boards.stream()
            .allMatch(
                publisher ->
                    from(publisher, word, heard.get()).equals(all(publisher, word, count)));
  }

  private static List<String> from(BoardClient publisher, String word, List<String> heard) {
    return heard.stream().filter(message -> message.startsWith(prefix(word, publisher))).toList();
  }

  private static List<String> all(BoardClient publisher, String word, int count) {
    return IntStream.range(0, count).mapToObj(number -> text(word, publisher, number)).toList();
  }

  private static String text(String word, BoardClient publisher, int number) {
    return prefix(word, publisher) + number;
  }

  private static String prefix(String word, BoardClient publisher) {
    return MARK + word + " from " + publisher.server() + ", ";
  }

  private void missChanges() {
    var away = boards.get(random.nextInt(boards.size()));
    var others = boards.stream().filter(board -> board != away).toList();
    progress.detail(
        away.server() + " is killed; on the others notes are changed, taken down, and pinned");
    fleet.kill(away.server());
    for (int note = 0; note < CHANGED; note++) {
      var board = others.get(note % others.size());
      pin(board, id(away, note), "changed on " + board.server());
      takeDown(board, id(away, CHANGED + note));
      pin(board, id(away, NOTES + note), "pinned on " + board.server());
    }
    fleet.startAgain(away.server());
    long startedNs = System.nanoTime();
    boolean same = polling.until(PATIENCE, this::haveAllPinned);
    long took = Duration.ofNanos(System.nanoTime() - startedNs).toMillis();
    progress.check(
        same,
        same
            ? "%s is back, and has what it missed %d ms after it serves: all %d notes, none of the %d taken down"
                .formatted(away.server(), took, pinned.size(), CHANGED)
            : "%s is back, and every server has the same notes: %s"
                .formatted(away.server(), told()));
    polling.until(PATIENCE, () -> cluster.isComplete(boards.size()));
    publishOnAll(LATER, MESSAGES / 10);
    progress.check(
        others.stream().allMatch(listener -> hasHeard(listener, FIRST, MESSAGES)),
        "no message from before was heard once more");
  }

  private void takeDown(BoardClient board, String id) {
    board.takeDown(id);
    pinned.remove(id);
  }
}
