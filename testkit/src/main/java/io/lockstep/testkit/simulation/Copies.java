package io.lockstep.testkit.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.AttributeChange;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.BatchAck;
import io.lockstep.wire.proto.ClaimAnswer;
import io.lockstep.wire.proto.Holding;
import io.lockstep.wire.proto.Install;
import io.lockstep.wire.proto.InstallAck;
import io.lockstep.wire.proto.Raise;
import io.lockstep.wire.proto.RaiseAnswer;
import io.lockstep.wire.proto.Reign;
import io.lockstep.wire.proto.Retire;
import io.lockstep.wire.proto.RetireAck;
import io.lockstep.wire.proto.SessionContent;
import io.lockstep.wire.proto.Settled;
import io.lockstep.wire.proto.WireEpoch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Watches what nodes send, and so knows which lives hold which sessions up to where. */
final class Copies implements MessageObserver {
  private final World world;
  private final Lives lives;
  private final int backups;
  private final Map<ByteString, SessionTruth> sessions = new LinkedHashMap<>();
  private final Map<String, ByteString> keysByLabel = new HashMap<>();
  private Consumer<SessionTruth> wrongLosses = truth -> {};

  Copies(World world, Lives lives, int backups) {
    this.world = world;
    this.lives = lives;
    this.backups = backups;
    lives.onEnd(this::ended);
  }

  /** Sets who hears of sessions that were lost by fewer losses than they are guaranteed to bear. */
  void onWrongLoss(Consumer<SessionTruth> listener) {
    wrongLosses = listener;
  }

  private void ended(NodeId life) {
    sessions.forEach(
        (key, session) -> {
          if (session.heldBy(life)) {
            session.ended(life);
            judge(key, session);
          }
        });
  }

  /** A copy is gone: what was promised may be gone with it. */
  private void judge(ByteString key, SessionTruth session) {
    if (!session.losesNow(world.nanos())) {
      return;
    }
    boolean rightly = session.guarantee().isOver();
    world.trace.note(
        "CHECK",
        "lost %s: session %s: %s"
            .formatted(
                rightly ? "rightly" : "wrongly",
                FrameView.hex(key),
                session.guarantee().describe(lives::name)));
    if (!rightly) {
      wrongLosses.accept(session);
    }
  }

  /** A living node lists all that it holds: it has forgotten what is not among it. */
  void holdsOnly(NodeId life, Set<String> reportedKeys) {
    sessions.forEach(
        (key, session) -> {
          if (session.heldBy(life) && !reportedKeys.contains(FrameView.hex(key))) {
            session.forgotten(life);
            judge(key, session);
          }
        });
  }

  @Override
  public void sent(NodeId from, @Nullable NodeId to, Message message) {
    if (message instanceof Batch batch) {
      batch(from, batch);
    } else if (message instanceof BatchAck ack) {
      applied(from, ack.getSession(), position(ack.getEpoch(), ack.getSequence()));
    } else if (message instanceof Install install) {
      content(from, install.getSession(), install.getContent());
      if (install.getContent().getFormerCount() == 0) {
        session(install.getSession()).settled(epoch(install.getContent().getEpoch()));
      }
    } else if (message instanceof InstallAck ack) {
      applied(from, ack.getSession(), position(ack.getEpoch(), ack.getSequence()));
    } else if (message instanceof Settled settled) {
      session(settled.getSession()).owns(from, epoch(settled.getEpoch()));
      session(settled.getSession()).settled(epoch(settled.getEpoch()));
    } else if (message instanceof Raise raise) {
      Position base = position(raise.getBaseEpoch(), raise.getBaseSequence());
      session(raise.getSession()).begun(epoch(raise.getEpoch()), base);
    } else if (message instanceof RaiseAnswer answer && answer.hasContent()) {
      content(from, answer.getSession(), answer.getContent());
    } else if (message instanceof ClaimAnswer answer) {
      claimed(from, answer);
    } else if (message instanceof Retire retire) {
      retires(from, retire);
    } else if (message instanceof RetireAck ack) {
      forgotten(from, ack.getSession());
    }
  }

  private void applied(NodeId from, ByteString key, Position position) {
    SessionTruth session = session(key);
    session.applied(from, position);
    judge(key, session);
  }

  private void forgotten(NodeId from, ByteString key) {
    SessionTruth session = session(key);
    if (session.heldBy(from)) {
      session.forgotten(from);
      judge(key, session);
    }
  }

  private void claimed(NodeId from, ClaimAnswer answer) {
    switch (answer.getHolding()) {
      case COPY, OWNED ->
          applied(from, answer.getSession(), position(answer.getEpoch(), answer.getSequence()));
      case ENDED -> session(answer.getSession()).ended();
      default -> {
        if (answer.getHolding() == Holding.NONE) {
          forgotten(from, answer.getSession());
        }
      }
    }
  }

  private void retires(NodeId from, Retire retire) {
    SessionTruth session = session(retire.getSession());
    Epoch epoch = epoch(retire.getEpoch());
    retire.getLineageList().stream()
        .filter(reign -> epoch(reign.getEpoch()).isBelow(epoch))
        .reduce((earlier, later) -> later)
        .ifPresent(last -> session.begun(epoch, position(last.getEpoch(), last.getLastSequence())));
    session.owns(from, epoch);
  }

  private void batch(NodeId from, Batch batch) {
    String token =
        batch.getChangesList().stream()
            .filter(change -> change.getName().equals(SessionState.TOKEN))
            .map(AttributeChange::getValue)
            .map(ByteString::toStringUtf8)
            .findFirst()
            .orElse(null);
    label(batch.getSession(), token);
    SessionTruth session = session(batch.getSession());
    Position position = position(batch.getEpoch(), batch.getSequence());
    session.batch(from, position, token);
    if (batch.getSettled()) {
      session.settled(position.epoch());
    }
    if (batch.getEnded()) {
      session.ended();
    }
  }

  private void content(NodeId from, ByteString key, SessionContent content) {
    ByteString value = content.getAttributesMap().get(SessionState.TOKEN);
    String token = value == null ? null : value.toStringUtf8();
    label(key, token);
    SessionTruth session = session(key);
    past(session, content);
    session.content(from, position(content.getEpoch(), content.getSequence()), token);
    if (content.getEnded()) {
      session.ended();
    }
  }

  /** What each epoch goes on from; an owner that raises its own tells nobody else. */
  private static void past(SessionTruth session, SessionContent content) {
    Position base = null;
    for (Reign reign : content.getLineageList()) {
      Epoch epoch = epoch(reign.getEpoch());
      if (base != null) {
        session.begun(epoch, base);
      }
      base = new Position(epoch, reign.getLastSequence());
    }
    if (base != null) {
      session.begun(epoch(content.getEpoch()), base);
    }
  }

  private void label(ByteString key, @Nullable String token) {
    if (token != null) {
      keysByLabel.putIfAbsent(SessionState.label(token), key);
      session(key).label(SessionState.label(token));
    }
  }

  private SessionTruth session(ByteString key) {
    return sessions.computeIfAbsent(key, any -> new SessionTruth(backups, lives::living));
  }

  /** What is known of the session with this label, if it was ever sent anywhere. */
  Optional<SessionTruth> session(String label) {
    return Optional.ofNullable(keysByLabel.get(label)).map(sessions::get);
  }

  /** The session's key as reports shorten it. */
  Optional<String> reportedKey(String label) {
    return Optional.ofNullable(keysByLabel.get(label)).map(FrameView::hex);
  }

  /** The keys, as reports shorten them, of all sessions that were ever sent. */
  Set<String> reportedKeys() {
    return sessions.keySet().stream().map(FrameView::hex).collect(Collectors.toSet());
  }

  private static Position position(WireEpoch epoch, long sequence) {
    return new Position(epoch(epoch), sequence);
  }

  private static Epoch epoch(WireEpoch epoch) {
    return new Epoch(epoch.getCounter(), epoch.getNode());
  }
}
