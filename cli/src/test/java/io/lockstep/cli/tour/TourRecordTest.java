package io.lockstep.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TourRecordTest {
  private final TourRecord record = new TourRecord();

  @Test
  void countsFailuresByMethodAndKind() {
    record.request("v1", "POST", 0, Answer.failed("502"));
    record.request("v1", "POST", 0, Answer.failed("502"));
    record.request("v2", "GET", 0, Answer.failed("connection"));
    record.request("v2", "GET", 0, good("server-1"));

    assertThat(record.failures()).isEqualTo(Map.of("POST 502", 2, "GET connection", 1));
  }

  @Test
  void takesNoAnswerOfTheKilledServerForARecovery() {
    long kill = System.nanoTime();
    record.request("v1", "GET", kill, good("server-1"));
    record.request("v2", "GET", kill, good("server-2"));
    record.request("v3", "GET", kill, Answer.failed("503"));

    assertThat(record.recovered(kill, "server-1")).isEqualTo(1);
    assertThat(record.recovery(kill, "server-1", any -> true).count()).isEqualTo(1);
  }

  @Test
  void tellsOfALostSessionWhatItsVisitorWasToldLast() {
    record.request("v1", "POST", 0, answer("server-1", "acknowledged"));
    record.request("v1", "GET", 1, answer("server-2", "unprotected"));
    record.sessionLost("v1", "0123456789ab");

    assertThat(record.lostSessions())
        .containsExactly(Map.entry("v1", new TourRecord.Loss("0123456789ab", "acknowledged")));
  }

  private static Answer good(String server) {
    return answer(server, "sent");
  }

  private static Answer answer(String server, String level) {
    return Answer.good(
        new Answer.Cart(server, "s", false, "2026-01-01T00:00:00Z", Map.of()), level);
  }
}
