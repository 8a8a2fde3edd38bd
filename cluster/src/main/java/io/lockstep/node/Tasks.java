package io.lockstep.node;

import io.lockstep.report.TaskRunner;
import io.lockstep.session.BackupTaskKind;
import io.lockstep.session.SessionService;
import io.lockstep.transport.Messenger;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.RunTask;
import java.util.concurrent.CompletableFuture;

/** Carries out orders to run a task, and carries them to other nodes. */
final class Tasks implements TaskRunner {
  private final Orders orders;
  private final SessionService sessions;

  Tasks(Orders orders, Messenger messenger, SessionService sessions) {
    this.orders = orders;
    this.sessions = sessions;
    messenger.on(
        MessageType.RUN_TASK,
        (sender, order) -> BackupTaskKind.named(order.getTask()).ifPresent(sessions::run));
  }

  @Override
  public CompletableFuture<Boolean> runHere(String task) {
    return runAt(orders.here(), task);
  }

  @Override
  public CompletableFuture<Boolean> runAt(String server, String task) {
    RunTask message = RunTask.newBuilder().setTask(task).build();
    return BackupTaskKind.named(task)
        .map(kind -> orders.give(server, () -> sessions.run(kind), MessageType.RUN_TASK, message))
        .orElseGet(() -> CompletableFuture.completedFuture(false));
  }
}
