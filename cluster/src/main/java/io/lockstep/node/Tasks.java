package io.lockstep.node;

import io.lockstep.membership.Member;
import io.lockstep.membership.Membership;
import io.lockstep.report.TaskRunner;
import io.lockstep.session.BackupTaskKind;
import io.lockstep.session.SessionService;
import io.lockstep.time.EventLoop;
import io.lockstep.transport.Messenger;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.RunTask;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Carries out orders to run a task, and carries them to other nodes. */
final class Tasks implements TaskRunner {
  private final String server;
  private final EventLoop loop;
  private final Messenger messenger;
  private final Membership membership;
  private final SessionService sessions;

  Tasks(
      String server,
      EventLoop loop,
      Messenger messenger,
      Membership membership,
      SessionService sessions) {
    this.server = server;
    this.loop = loop;
    this.messenger = messenger;
    this.membership = membership;
    this.sessions = sessions;
    messenger.on(
        MessageType.RUN_TASK,
        (sender, order) -> BackupTaskKind.named(order.getTask()).ifPresent(sessions::run));
  }

  @Override
  public CompletableFuture<Boolean> runHere(String task) {
    return runAt(server, task);
  }

  @Override
  public CompletableFuture<Boolean> runAt(String to, String task) {
    return CompletableFuture.supplyAsync(() -> order(to, task), loop);
  }

  private boolean order(String to, String task) {
    Optional<BackupTaskKind> kind = BackupTaskKind.named(task);
    if (kind.isEmpty()) {
      return false;
    }
    if (to.equals(server)) {
      sessions.run(kind.get());
      return true;
    }
    Optional<Member> member =
        membership.members().stream()
            .filter(each -> each.address().server().equals(to) && !each.isSuspected())
            .findFirst();
    member.ifPresent(
        each ->
            messenger.send(
                each.id(), MessageType.RUN_TASK, RunTask.newBuilder().setTask(task).build()));
    return member.isPresent();
  }
}
