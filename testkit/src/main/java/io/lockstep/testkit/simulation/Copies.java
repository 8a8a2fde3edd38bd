package io.lockstep.testkit.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.AttributeChange;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.BatchAck;
import io.lockstep.wire.proto.Fenced;
import io.lockstep.wire.proto.Install;
import io.lockstep.wire.proto.InstallAck;
import io.lockstep.wire.proto.Raise;
import io.lockstep.wire.proto.RaiseAnswer;
import io.lockstep.wire.proto.RetireAck;
import io.lockstep.wire.proto.SessionContent;
import io.lockstep.wire.proto.WireEpoch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches what nodes send, and so knows which lives hold which sessions up to where. */
final class Copies implements MessageObserver {
  private final World world;
  private final Lives lives;
  private final Map<ByteString, SessionTruth> sessions = new LinkedHashMap<>();
  private final Map<String, ByteString> keysByLabel = new HashMap<>();

  Copies(World world, Lives lives) {
    this.world = world;
    this.lives = lives;
    lives.onEnd(this::ended);
  }

  private void ended(NodeId life) {
    sessions.forEach(
        (key, session) -> {
          if (session.lostWith(life, lives::living, world.nanos())) {
            world.trace.note("CHECK", "rightly lost: session " + FrameView.hex(key));
          }
        });
  }

  @Override
  public void sent(NodeId from, @Nullable NodeId to, Message message) {
    if (message instanceof Batch batch) {
      batch(from, batch);
    } else if (message instanceof BatchAck ack) {
      session(ack.getSession()).applied(from, position(ack.getEpoch(), ack.getSequence()));
    } else if (message instanceof Install install) {
      content(from, install.getSession(), install.getContent());
    } else if (message instanceof InstallAck ack) {
      session(ack.getSession()).applied(from, position(ack.getEpoch(), ack.getSequence()));
    } else if (message instanceof Raise raise) {
      Position base = position(raise.getBaseEpoch(), raise.getBaseSequence());
      session(raise.getSession()).begun(epoch(raise.getEpoch()), base);
    } else if (message instanceof RaiseAnswer answer && answer.hasContent()) {
      content(from, answer.getSession(), answer.getContent());
    } else if (message instanceof RetireAck ack) {
      session(ack.getSession()).forgotten(from);
    } else if (message instanceof Fenced fenced && to != null) {
      session(fenced.getSession()).fenced(to, epoch(fenced.getEpoch()));
    }
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
    session(batch.getSession()).batch(from, position(batch.getEpoch(), batch.getSequence()), token);
  }

  private void content(NodeId from, ByteString key, SessionContent content) {
    ByteString value = content.getAttributesMap().get(SessionState.TOKEN);
    String token = value == null ? null : value.toStringUtf8();
    label(key, token);
    session(key).content(from, position(content.getEpoch(), content.getSequence()), token);
  }

  private void label(ByteString key, @Nullable String token) {
    if (token != null) {
      keysByLabel.putIfAbsent(SessionState.label(token), key);
    }
  }

  private SessionTruth session(ByteString key) {
    return sessions.computeIfAbsent(key, any -> new SessionTruth());
  }

  /** What is known of the session with this label, if it was ever sent anywhere. */
  Optional<SessionTruth> session(String label) {
    return Optional.ofNullable(keysByLabel.get(label)).map(sessions::get);
  }

  /** The session's key as reports shorten it. */
  Optional<String> reportedKey(String label) {
    return Optional.ofNullable(keysByLabel.get(label)).map(FrameView::hex);
  }

  int observed() {
    return sessions.size();
  }

  private static Position position(WireEpoch epoch, long sequence) {
    return new Position(epoch(epoch), sequence);
  }

  private static Epoch epoch(WireEpoch epoch) {
    return new Epoch(epoch.getCounter(), epoch.getNode());
  }
}
