package io.lockstep.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the watcher of the wire concludes from batches, in whatever order it sees them. */
class SessionTruthTest {
  private static final NodeId OWNER = new NodeId(1);
  private static final NodeId BACKUP = new NodeId(2);

  private final SessionTruth truth = new SessionTruth(1, life -> true);
  private final Epoch epoch = new Epoch(1, OWNER.incarnation());

  private Position at(long sequence) {
    return new Position(epoch, sequence);
  }

  private long holders(String token) {
    return truth.holders(List.of(token), life -> true);
  }

  @Test
  void laterBatchesIncludeWhatIsSeenAfterThem() {
    truth.batch(OWNER, at(1), "one");
    truth.batch(OWNER, at(4), "four");
    truth.batch(OWNER, at(2), "two");
    truth.batch(OWNER, at(3), "three");
    truth.applied(BACKUP, at(4));
    for (String token : List.of("one", "two", "three", "four")) {
      assertThat(holders(token)).as(token).isEqualTo(2);
    }
  }

  @Test
  void batchThatWritesNothingIncludesWhatIsSeenAfterIt() {
    truth.batch(OWNER, at(1), "one");
    truth.batch(OWNER, at(3), null);
    truth.batch(OWNER, at(2), "two");
    assertThat(holders("two")).isEqualTo(1);
  }

  @Test
  void firstBatchOfAllMayBeSeenLast() {
    truth.batch(OWNER, at(2), "two");
    truth.batch(OWNER, at(1), "one");
    assertThat(holders("one")).isEqualTo(1);
    assertThat(holders("two")).isEqualTo(1);
  }

  @Test
  void whoHasLessDoesNotHoldWhatIsSeenAfterIt() {
    truth.batch(OWNER, at(1), "one");
    truth.applied(BACKUP, at(1));
    truth.batch(OWNER, at(3), "three");
    truth.batch(OWNER, at(2), "two");
    assertThat(holders("two")).isEqualTo(1);
  }

  @Test
  void whoGoesOnFromItAndWritesNothingOwnsItToo() {
    var next = new Epoch(2, BACKUP.incarnation());
    truth.batch(OWNER, at(1), "one");
    truth.begun(next, at(1));
    assertThat(truth.ownersOf("one")).containsExactly(OWNER);
    truth.owns(BACKUP, next);
    assertThat(truth.ownersOf("one")).containsExactly(OWNER, BACKUP);
    assertThat(holders("one")).isEqualTo(2);
  }

  @Test
  void laterEpochsIncludeWhatIsSeenAfterThem() {
    var next = new Epoch(2, BACKUP.incarnation());
    truth.batch(OWNER, at(1), "one");
    truth.begun(next, at(2));
    truth.batch(BACKUP, new Position(next, 3), "three");
    truth.batch(OWNER, at(2), "two");
    assertThat(holders("two")).isEqualTo(2);
  }

  @Test
  void epochsThatGoOnFromEarlierDoNotIncludeWhatIsSeenAfterThem() {
    var next = new Epoch(2, BACKUP.incarnation());
    truth.batch(OWNER, at(1), "one");
    truth.begun(next, at(1));
    truth.batch(BACKUP, new Position(next, 2), "other");
    truth.batch(OWNER, at(2), "two");
    assertThat(holders("two")).isEqualTo(1);
  }

  @Test
  void wholeSessionShowsWhatTheBatchBeforeWrote() {
    truth.batch(OWNER, at(1), "one");
    truth.batch(OWNER, at(3), null);
    truth.content(OWNER, at(3), "two");
    truth.applied(BACKUP, at(3));
    assertThat(holders("two")).isEqualTo(2);
  }

  @Test
  void copyThatAnEpochInForceLeavesOutKeepsNothing() {
    var next = new Epoch(2, BACKUP.incarnation());
    truth.batch(OWNER, at(1), "one");
    truth.batch(OWNER, at(2), "two");
    truth.begun(next, at(1));
    truth.batch(BACKUP, new Position(next, 2), "other");
    assertThat(truth.goesOnWith("two")).as("no epoch is in force").isTrue();
    truth.settled(next);
    assertThat(truth.goesOnWith("two")).isFalse();
    assertThat(truth.goesOnWith("one")).isTrue();
  }

  @Test
  void whoSaidToHaveMoreHoldsWhatIsSeenAfterIt() {
    truth.batch(OWNER, at(1), "one");
    truth.applied(BACKUP, at(3));
    truth.batch(OWNER, at(2), "two");
    assertThat(holders("two")).isEqualTo(2);
  }

  @Test
  void epochOfWhichNothingButItsPastIsKnownHasWhatAnEarlierOneHadThere() {
    var alone = new Epoch(2, BACKUP.incarnation());
    var next = new Epoch(3, BACKUP.incarnation());
    truth.batch(OWNER, at(1), "one");
    truth.begun(next, new Position(alone, 1));
    truth.begun(next, at(1));
    truth.content(BACKUP, new Position(next, 2), "two");
    assertThat(holders("one")).isEqualTo(2);
  }

  @Test
  void pastThatLeavesOutWhatWasWrittenInAnEpochIsNotBelieved() {
    var between = new Epoch(2, BACKUP.incarnation());
    var next = new Epoch(3, BACKUP.incarnation());
    truth.batch(OWNER, at(1), "one");
    truth.batch(BACKUP, new Position(between, 1), "other");
    truth.begun(next, new Position(between, 1));
    truth.begun(next, at(1));
    truth.content(BACKUP, new Position(next, 2), "two");
    assertThat(holders("one")).isEqualTo(1);
    assertThat(holders("other")).isEqualTo(1);
  }

  @Test
  void epochsOwnWordOfWhatItGoesOnFromCountsMoreThanWhatOthersLeaveOut() {
    var early = new Epoch(1, BACKUP.incarnation() + 1);
    var between = new Epoch(2, BACKUP.incarnation());
    var next = new Epoch(3, BACKUP.incarnation());
    truth.batch(OWNER, at(1), "one");
    truth.begun(next, new Position(between, 1));
    truth.begun(next, at(1));
    truth.begun(between, new Position(early, 0));
    truth.content(BACKUP, new Position(next, 2), "two");
    assertThat(holders("one")).isEqualTo(1);
  }
}
