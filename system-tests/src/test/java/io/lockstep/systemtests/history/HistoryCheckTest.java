package io.lockstep.systemtests.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.systemtests.history.Event.Answered;
import io.lockstep.systemtests.history.Event.Asked;
import io.lockstep.systemtests.history.Event.Failed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole histories are accepted, and each kind of broken one is found. */
class HistoryCheckTest {
  private static final String PROMISED = "acknowledged";

  @TempDir private Path folder;
  private Path file;
  private HistoryWriter history;
  private long calls;

  @BeforeEach
  void begin() throws IOException {
    file = folder.resolve("history.jsonl");
    history = new HistoryWriter(file);
  }

  @Test
  void acceptsWritesAndReadsThatFollowOneAnother() throws IOException {
    put(1, "1");
    read("1");
    put(2, "1-2");
    read("1-2");

    SessionVerdict verdict = verdict();
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.lost()).isFalse();
    assertThat(verdict.writes()).isEqualTo(2);
    assertThat(verdict.reads()).isEqualTo(2);
  }

  @Test
  void acceptsAnUnansweredWriteThatIsThereLaterOrNever() throws IOException {
    put(1, "1");
    fail(2, "time-out");
    fail(3, "connection");
    read("1");
    put(4, "1 4");
    read("1 4 2");

    SessionVerdict verdict = verdict();
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.unanswered()).isEqualTo(2);
  }

  @Test
  void acceptsThatAWriteWithoutAPromiseIsGone() throws IOException {
    put(1, "1");
    answer(ask(2), "unprotected", false, "a", "1-2");
    read("1");

    SessionVerdict verdict = verdict();
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.unpromised()).isEqualTo(1);
    assertThat(verdict.dropped()).isEqualTo(1);
  }

  @Test
  void acceptsEitherOrderOfTwoCallsAtOnce() throws IOException {
    put(1, "1");
    long one = ask(2);
    long other = ask(3);
    answer(one, PROMISED, false, "a", "1 3 2");
    answer(other, PROMISED, false, "a", "1 3");
    read("1 3 2");

    assertThat(verdict().violations()).isEmpty();
  }

  @Test
  void findsAnAcknowledgedWriteThatIsLost() throws IOException {
    put(1, "1");
    put(2, "1-2");
    put(3, "1 3");
    read("1 3");

    assertThatIsFound("2 is missing from");
  }

  @Test
  void findsAnAcknowledgedWriteThatAnAnswerWithoutAPromiseLacks() throws IOException {
    put(1, "1");
    put(2, "1-2");
    answer(ask(0), "unprotected", false, "a", "1");
    read("1-2");

    assertThatIsFound("2 is missing from");
  }

  @Test
  void findsAWriteThatItsOwnAnswerLacks() throws IOException {
    put(1, "1");
    put(2, "1");
    read("1-2");

    assertThatIsFound("2 is missing from the answer to its own");
  }

  @Test
  void findsAWriteThatIsThereTwice() throws IOException {
    put(1, "1");
    read("1 1");

    assertThatIsFound("twice");
  }

  @Test
  void findsWritesThatChangedPlaces() throws IOException {
    put(1, "1");
    put(2, "1-2");
    read("2 1");

    assertThatIsFound("does not begin with");
  }

  @Test
  void findsAReadThatGoesBack() throws IOException {
    put(1, "1");
    fail(2, "503");
    read("1-2");
    read("1");

    assertThatIsFound("came after");
  }

  @Test
  void findsAWriteThatIsSeenBeforeItWasAskedFor() throws IOException {
    put(1, "1");
    read("1-2");
    put(2, "1-2");

    assertThatIsFound("2 was read before it was written");
  }

  @Test
  void findsAnItemOfAnotherSession() throws IOException {
    put(1, "1");
    read("1 assam~9-9-9");

    assertThatIsFound("assam~9-9-9 was never added");
  }

  @Test
  void findsANewSessionInPlaceOfOneThatLives() throws IOException {
    put(1, "1");
    answer(ask(0), PROMISED, true, "b", "");

    assertThatIsFound("answered by another session");
    assertThat(verdict().lost()).isTrue();
  }

  @Test
  void findsAnotherSessionInPlaceOfOneThatLives() throws IOException {
    put(1, "1");
    answer(ask(0), PROMISED, false, "b", "1");

    assertThatIsFound("answered by another session");
    assertThat(verdict().lost()).isTrue();
  }

  @Test
  void acceptsANewSessionInPlaceOfOneThatWasNeverPromised() throws IOException {
    answer(ask(1), "unprotected", true, "a", "1");
    answer(ask(0), PROMISED, true, "b", "");

    SessionVerdict verdict = verdict();
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.lost()).isFalse();
  }

  @Test
  void findsASessionThatAnswersNoMore() throws IOException {
    put(1, "1");
    fail(0, "503");

    assertThatIsFound("the last call was not answered");
    assertThat(verdict().lost()).isTrue();
  }

  @Test
  void findsASessionThatIsNotPromisedInTheEnd() throws IOException {
    put(1, "1");
    answer(ask(0), "unprotected", false, "a", "1");

    assertThatIsFound("the last call was answered without a promise");
    assertThat(verdict().lost()).isFalse();
  }

  @Test
  void findsAnAnswerThatNobodyHasPromised() throws IOException {
    put(1, "1");
    fail(2, "500");
    read("1");

    assertThatIsFound("was answered with 500");
  }

  private void assertThatIsFound(String words) throws IOException {
    assertThat(verdict().violations()).isNotEmpty().anyMatch(found -> found.contains(words));
  }

  private SessionVerdict verdict() throws IOException {
    List<SessionVerdict> verdicts = HistoryCheck.check(file);
    assertThat(verdicts).hasSize(1);
    return verdicts.get(0);
  }

  private void put(int item, String items) {
    answer(ask(item), PROMISED, calls == 1, "a", items);
  }

  private void read(String items) {
    answer(ask(0), PROMISED, false, "a", items);
  }

  private void fail(int item, String failure) {
    long call = ask(item);
    history.write(new Failed(call, 10 * call + 5, failure));
  }

  private long ask(int item) {
    long call = ++calls;
    history.write(new Asked(call, "7-2", "server-1", item, 10 * call));
    return call;
  }

  /** Half a step after the last call went out. */
  private void answer(long call, String level, boolean fresh, String identity, String items) {
    history.write(new Answered(call, 10 * calls + 5, level, fresh, identity, items));
  }
}
