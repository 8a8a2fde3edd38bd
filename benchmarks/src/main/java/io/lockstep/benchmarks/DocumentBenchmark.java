package io.lockstep.benchmarks;

import io.lockstep.session.SessionSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Changes of a session's document of 10 MB: how fast they are acknowledged, how many bytes they are
 * on the wire, how long the first copy takes, and the heap that a document takes at its owner and
 * at its backup.
 *
 * <p>Settings: those of a {@link Contest}, {@code benchmark.transports}, and {@code
 * benchmark.items} of a document.
 */
public final class DocumentBenchmark {
  private static final int WIRE_GROUPS = 15;
  private static final int WIRE_COMMITS = 10;
  private static final double CHANGES_OF_A_GROUP = WIRE_COMMITS * DocumentChanges.PER_COMMIT;
  private static final int FIRST_COPIES = 3;

  private final int items = Setting.number("items", LargeDocument.ITEMS);
  private final Contest contest;
  private final PlainDocumentChanges plain;
  private final List<DocumentChanges> all = new ArrayList<>();
  private final StringBuilder rows = new StringBuilder();

  private DocumentBenchmark(Contest contest) {
    this.contest = contest;
    plain = contest.opened(new PlainDocumentChanges("100 changes, nobody watches", items));
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    System.out.println("- garbage collector: " + MachineFacts.collectors());
    try (var broker = ChildProcess.broker(List.of("-Xmx512m"));
        var contest = new Contest("1")) {
      var benchmark = new DocumentBenchmark(contest);
      var transports = Setting.text("transports", "memory,amqp");
      if (transports.contains("memory")) {
        benchmark.open("memory", Transports.memory());
      }
      if (transports.contains("amqp")) {
        benchmark.open("AMQP", Transports.amqp(broker.readiness()));
      }
      benchmark.run();
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private void open(String transport, Transports transports) throws Exception {
    var changes =
        contest.opened(
            DocumentChanges.start(transport + ": 100 changes, acknowledged", items, transports));
    contest.compare(changes, plain);
    all.add(changes);
  }

  private void run() throws Exception {
    tellHeap();
    contest.measure();
    for (DocumentChanges each : all) {
      row(each.name() + ": longest step of a loop, ms", each.longestStepLatelyMicros() / 1e3);
      tellWire(each);
      tellFirstCopies(each);
    }
    contest.report();
    System.out.println("\n| | |\n|---|---:|\n" + rows);
  }

  private void tellHeap() throws Exception {
    long before = HeapUse.bytes();
    var document = LargeDocument.make(items, 1);
    long bytes = document.bytes();
    row("a document: XML, MB", bytes / 1e6);
    row("a document: heap without Lockstep, MB", (HeapUse.bytes() - before) / 1e6);
    try (var shares = new HeapShares(SessionSettings.defaults("documents"))) {
      row(
          "a document: further heap of its owner, MB",
          shares.ofOwner(node -> DocumentChanges.register(node, document)) / 1e6);
      row("a document: heap of its backup, MB", shares.ofBackup() / 1e6);
    }
    if (document.bytes() != bytes) {
      throw new IllegalStateException("the document has changed");
    }
  }

  /** In groups of commits, since what has to be sent again would hide in one sum. */
  private void tellWire(DocumentChanges changes) throws Exception {
    var document = LargeDocument.make(items, 2);
    String id = changes.createSession(document);
    long back = changes.sentByBackup();
    double[] sent = new double[WIRE_GROUPS];
    for (int group = 0; group < WIRE_GROUPS; group++) {
      long before = changes.sentByOwner();
      for (int commit = 0; commit < WIRE_COMMITS; commit++) {
        changes.change(id, document);
      }
      sent[group] = (changes.sentByOwner() - before) / CHANGES_OF_A_GROUP;
    }
    double most = Arrays.stream(sent).max().orElseThrow();
    row(changes.name() + ": bytes sent for each change, median", Series.median(sent));
    row(changes.name() + ": bytes sent for each change, most", most);
    row(
        changes.name() + ": bytes sent back for each change",
        (changes.sentByBackup() - back) / (WIRE_GROUPS * CHANGES_OF_A_GROUP));
  }

  private void tellFirstCopies(DocumentChanges changes) throws Exception {
    for (int copy = 1; copy <= FIRST_COPIES; copy++) {
      var document = LargeDocument.make(items, copy);
      long begin = System.nanoTime();
      String unused = changes.createSession(document);
      row(changes.name() + ": first copy " + copy + ", s", (System.nanoTime() - begin) / 1e9);
    }
    row(
        changes.name() + ": longest step of a loop with first copies, ms",
        changes.longestStepMicros() / 1e3);
  }

  private void row(String what, double value) {
    rows.append(String.format(Locale.ROOT, "| %s | %,.2f |%n", what, value));
  }
}
