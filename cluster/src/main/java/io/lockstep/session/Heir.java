package io.lockstep.session;

import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.HandOff;
import java.util.function.BooleanSupplier;

/**
 * Takes sessions over whose owner is about to leave, as if their visitors had come. Lives on the
 * loop.
 */
final class Heir {
  private final BackupRepository repository;
  private final TakeOvers takeOvers;
  private final BooleanSupplier isClosed;

  Heir(
      SessionContext context,
      BackupRepository repository,
      TakeOvers takeOvers,
      BooleanSupplier isClosed) {
    this.repository = repository;
    this.takeOvers = takeOvers;
    this.isClosed = isClosed;
    context.messenger().on(MessageType.HAND_OFF, this::onHandOff);
  }

  private void onHandOff(NodeId owner, HandOff handOff) {
    if (!isClosed.getAsBoolean()) {
      handOff.getSessionsList().stream()
          .limit(Departure.MOST_AT_ONCE)
          .map(SessionKey::of)
          .filter(key -> isHeldFor(owner, key))
          .forEach(this::takeOver);
    }
  }

  /** Nobody waits for it: what does not succeed is asked for again, or adopted later. */
  private void takeOver(SessionKey key) {
    var unused = takeOvers.claim(key, 0);
  }

  private boolean isHeldFor(NodeId owner, SessionKey key) {
    Copy copy = repository.get(key);
    return copy != null && copy.hasContent() && owner.equals(copy.owner);
  }
}
