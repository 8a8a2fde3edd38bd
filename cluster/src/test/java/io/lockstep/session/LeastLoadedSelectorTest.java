package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.membership.Member;
import io.lockstep.membership.MembershipSettings;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LeastLoadedSelectorTest {
  private static final MembershipSettings HERE =
      new MembershipSettings(Duration.ofSeconds(5), 10, Duration.ofSeconds(10), "here", "v1");

  private final BackupChoice prefer = new BackupChoice(new LeastLoadedSelector(), HERE, false);
  private final BackupChoice require = new BackupChoice(new LeastLoadedSelector(), HERE, true);

  private static int nothing(Member member) {
    return 0;
  }

  private static Member member(
      String server, String machine, String version, int sessions, int backups) {
    return new Member(
        new NodeId(server.hashCode() | 1L),
        new NodeAddress("test", "cluster", server, "app"),
        machine,
        version,
        sessions,
        backups,
        0,
        false,
        true,
        false,
        1,
        Member.Suspicion.NONE);
  }

  private static Member idle(String server, String machine) {
    return member(server, machine, "v1", 0, 0);
  }

  private static String best(BackupChoice selector, List<Member> candidates) {
    return selector
        .select(candidates, LeastLoadedSelectorTest::nothing)
        .map(member -> member.address().server())
        .orElse("nobody");
  }

  @Test
  void nodeOnAnotherMachineIsChosenHoweverBusy() {
    assertThat(best(prefer, List.of(idle("near", "here"), member("far", "there", "v1", 900, 900))))
        .isEqualTo("far");
  }

  @Test
  void nodeOnTheSameMachineServesWhenThereIsNoOther() {
    assertThat(best(prefer, List.of(idle("near", "here")))).isEqualTo("near");
  }

  @Test
  void backupOnTheSameMachineStaysUntilThereIsAnotherMachine() {
    Member near = idle("near", "here");
    assertThat(
            prefer.mayStay(near, List.of(idle("next", "here")), LeastLoadedSelectorTest::nothing))
        .isTrue();
    assertThat(
            prefer.mayStay(near, List.of(idle("far", "there")), LeastLoadedSelectorTest::nothing))
        .isFalse();
    assertThat(
            prefer.mayStay(idle("far", "there"), List.of(near), LeastLoadedSelectorTest::nothing))
        .isTrue();
  }

  @Test
  void backupOnTheSameMachineNeverStaysWhenAnotherMachineIsRequired() {
    assertThat(require.mayStay(idle("near", "here"), List.of(), LeastLoadedSelectorTest::nothing))
        .isFalse();
  }

  @Test
  void nodeOnTheSameMachineIsRefusedWhenAnotherMachineIsRequired() {
    assertThat(best(require, List.of(idle("near", "here")))).isEqualTo("nobody");
    assertThat(best(require, List.of(idle("near", "here"), idle("far", "there")))).isEqualTo("far");
  }

  @Test
  void nodeOfTheOwnVersionIsPreferredButNotToAnotherMachine() {
    Member newer = member("newer", "there", "v2", 0, 0);
    assertThat(best(prefer, List.of(newer, member("own", "there", "v1", 50, 50)))).isEqualTo("own");
    assertThat(best(prefer, List.of(newer, idle("near", "here")))).isEqualTo("newer");
  }

  @Test
  void ofEqualsTheOneWithFewestSessionsAndBackupsTogetherIsChosen() {
    assertThat(
            best(
                prefer,
                List.of(
                    member("a", "there", "v1", 10, 0),
                    member("b", "there", "v1", 4, 5),
                    member("c", "there", "v1", 0, 10))))
        .isEqualTo("b");
  }

  @Test
  void withoutCandidatesNobodyIsChosen() {
    assertThat(best(prefer, List.of())).isEqualTo("nobody");
  }

  /** Many sessions assigned before the next heartbeat tells of them. */
  @Property(tries = 200)
  void aHerdOfNewSessionsIsSpreadEvenly(
      @ForAll @IntRange(min = 2, max = 6) int nodes,
      @ForAll @IntRange(min = 1, max = 200) int sessions) {
    var candidates = new ArrayList<Member>();
    for (int node = 0; node < nodes; node++) {
      candidates.add(idle("n" + node, "there"));
    }
    Map<String, Integer> assigned = new HashMap<>();
    for (int session = 0; session < sessions; session++) {
      Member chosen =
          prefer
              .select(candidates, member -> assigned.getOrDefault(member.address().server(), 0))
              .orElseThrow();
      assigned.merge(chosen.address().server(), 1, Integer::sum);
    }
    int most = Collections.max(assigned.values());
    int least = assigned.size() < nodes ? 0 : Collections.min(assigned.values());
    assertThat(most - least).isLessThanOrEqualTo(1);
  }

  @Property
  void theOrderOfTheCandidatesDoesNotMatter(@ForAll Random random) {
    var candidates = new ArrayList<Member>();
    for (int node = 0; node < 6; node++) {
      candidates.add(
          member(
              "n" + node,
              random.nextBoolean() ? "here" : "there",
              random.nextBoolean() ? "v1" : "v2",
              random.nextInt(3),
              random.nextInt(3)));
    }
    String first = best(prefer, candidates);
    Collections.shuffle(candidates, random);
    assertThat(best(prefer, candidates)).isEqualTo(first);
  }
}
