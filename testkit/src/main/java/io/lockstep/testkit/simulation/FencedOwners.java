package io.lockstep.testkit.simulation;

import com.google.protobuf.Message;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.BackupReport;
import io.lockstep.report.NodeReport.SessionReport;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.Fenced;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks into nodes that were told of a higher epoch: whether they gave way, and so forgot their
 * copy, or outbid it, shows in no message.
 */
final class FencedOwners implements MessageObserver {
  /** Until then the message has arrived, if it does at all. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(3);

  private final World world;
  private final Lives lives;
  private final Copies copies;
  private final Set<NodeId> awaited = new HashSet<>();

  FencedOwners(World world, Lives lives, Copies copies) {
    this.world = world;
    this.lives = lives;
    this.copies = copies;
  }

  @Override
  public void sent(NodeId from, @Nullable NodeId to, Message message) {
    if (message instanceof Fenced && to != null && awaited.add(to)) {
      world.after(ON_ITS_WAY, () -> ask(to));
    }
  }

  private void ask(NodeId life) {
    awaited.remove(life);
    Optional<ServerProcess> asked = lives.process(life);
    asked.ifPresent(
        process -> {
          var unused =
              process.node().observer().report().thenAccept(report -> compare(life, report));
        });
  }

  private void compare(NodeId life, NodeReport report) {
    boolean whole =
        report.sessions().size() < NodeReport.MOST_SESSIONS
            && report.backups().size() < NodeReport.MOST_SESSIONS;
    if (whole && lives.process(life).isPresent()) {
      copies.holdsOnly(
          life,
          Stream.concat(
                  report.sessions().stream().map(SessionReport::key),
                  report.backups().stream().map(BackupReport::key))
              .collect(Collectors.toSet()));
    }
  }
}
