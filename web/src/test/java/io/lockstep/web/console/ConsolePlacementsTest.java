package io.lockstep.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.lockstep.testkit.browser.Chromium;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the console's page remembers of sessions whose servers died, in a made-up time. */
class ConsolePlacementsTest {
  /** Servers a, b and c; `see` gives the page an update a second, and returns the named losses. */
  private static final String CLUSTER =
      """
      async () => {
        const {picture} = await import('./cluster.js');
        const {makePlacements} = await import('./placements.js');
        const placements = makePlacements();
        const state = {a: 'alive', b: 'alive', c: 'alive'};
        const life = {a: 'a1', b: 'b1', c: 'c1'};
        const silent = new Set();
        const owned = {a: {}, b: {}, c: {}};
        const hidden = {a: 0, b: 0, c: 0};
        let now = 1e12;
        let before = null;
        const own = (key, owner, backups = [], epoch = '1@a') => {
          Object.values(owned).forEach((sessions) => delete sessions[key]);
          owned[owner][key] = {key, epoch, owner, backups, level: 'acknowledged', sequence: 1, bytes: 1};
        };
        const end = (key) => Object.values(owned).forEach((sessions) => delete sessions[key]);
        const backupsAt = (server) => Object.values(owned).flatMap((sessions) => Object.values(sessions))
          .filter((session) => session.backups.includes(server));
        const report = (server) => ({
          server, incarnation: life[server], connected: true, losses: [], lossCount: 0, unassigned: 0,
          members: Object.keys(state).map((name) =>
            ({server: name, incarnation: life[name], state: state[name], local: name === server, address: ''})),
          sessions: Object.values(owned[server]).slice(0, 500),
          sessionCount: Object.values(owned[server]).length + hidden[server],
          backups: backupsAt(server).slice(0, 500),
          backupCount: backupsAt(server).length,
        });
        const update = (ms = 1000) => {
          now += ms;
          const answering = Object.keys(state).filter((name) => state[name] === 'alive' && !silent.has(name));
          before = picture(answering.map(report), before);
          return placements.losses(before, now);
        };
        const see = (seconds) => {
          let lost = [];
          for (let i = 0; i < seconds; i++) {
            lost = update();
          }
          return lost.map((loss) => loss.key).sort().join(' ');
        };
        const die = (...names) => names.forEach((name) => { state[name] = 'dead'; });
        const startAgain = (name) => { state[name] = 'alive'; life[name] += '+'; owned[name] = {}; };
        %s
      }
      """;

  private static Chromium chromium;
  private static ConsoleServer server;
  private static Page page;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    chromium = Chromium.startFor(ConsolePlacementsTest.class);
    server =
        new TomcatConsole(
            folder,
            new ReportedCluster("a"),
            new ConsoleSettings(ConsoleSettings.Access.LOOPBACK, ""));
    page = chromium.browser().newPage();
    page.navigate(server.page().toString());
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void namesASessionTenSecondsAfterAllItsServersDied() {
    shows(
        """
        own('x', 'a', ['b']);
        own('y', 'b', ['c']);
        see(2);
        die('a', 'b');
        return [see(10), see(2)].join('|');
        """,
        "|x");
  }

  @Test
  void tellsWhoHadItAndWhen() {
    shows(
        """
        own('x', 'a', ['b'], '7@a');
        see(2);
        die('a', 'b');
        see(12);
        const [loss] = update();
        return [loss.epoch, loss.reason, loss.atMs - 1e12].join('|');
        """,
        "7@a|Its server a and its backup b are gone, and no other server has it.|3000");
  }

  @Test
  void namesASessionThatHadNoBackup() {
    shows("own('x', 'a'); see(2); die('a'); return see(12);", "x");
  }

  @Test
  void namesASessionWhoseBackupDiedAfterItsOwner() {
    shows("own('x', 'a', ['b']); see(2); die('a'); see(2); die('b'); return see(12);", "x");
  }

  @Test
  void forgetsASessionThatEndedWhileAServerOfItsWasThere() {
    shows(
        """
        own('x', 'a', ['b']);
        see(2);
        end('x');
        see(5);
        die('a', 'b');
        return see(20);
        """,
        "");
  }

  @Test
  void doesNotCallLostWhatHasMovedOn() {
    shows(
        """
        own('x', 'a', ['b']);
        see(2);
        die('a');
        see(2);
        own('x', 'b', ['c']);
        see(1);
        die('b');
        see(2);
        own('x', 'c');
        return see(20);
        """,
        "");
  }

  @Test
  void waitsWhileAServerIsSuspectedOrDoesNotAnswer() {
    shows(
        """
        own('x', 'a', ['b']);
        see(2);
        die('a');
        state.b = 'suspected';
        const suspected = see(30);
        die('b');
        silent.add('c');
        startAgain('a');
        const unsure = see(30);
        silent.delete('c');
        return [suspected, unsure, see(12)].join('|');
        """,
        "||x");
  }

  @Test
  void takesAServerThatStartedAgainForOneThatHasNothing() {
    shows(
        """
        own('x', 'a', ['b']);
        see(2);
        die('a', 'b');
        end('x');
        see(1);
        startAgain('a');
        startAgain('b');
        return see(12);
        """,
        "x");
  }

  @Test
  void takesBackWhatIsSeenAgain() {
    shows(
        """
        own('x', 'a', ['b']);
        see(2);
        die('a', 'b');
        const lost = see(12);
        own('x', 'c');
        return [lost, see(1), see(20)].join('|');
        """,
        "x||");
  }

  @Test
  void claimsNothingOfWhatItDidNotSeeForLong() {
    shows("own('x', 'a', ['b']); see(2); die('a', 'b'); update(400000); return see(20);", "");
  }

  @Test
  void countsOnlyWhatItSeesOfAPauseInTheUpdates() {
    shows("own('x', 'a'); see(2); die('a'); see(1); update(60000); return see(1);", "");
  }

  @Test
  void claimsNothingOfWhatAServerNoLongerLists() {
    shows(
        """
        own('x', 'a', ['b']);
        see(2);
        for (let i = 0; i < 600; i++) own('n' + i, 'c');
        end('x');
        see(1);
        die('a', 'b');
        return [before.cut, see(20)].join('|');
        """,
        "true|");
  }

  @Test
  void remembersNoMoreThanTwentyThousandSessions() {
    shows(
        """
        for (let round = 0; round < 41; round++) {
          owned.a = {};
          for (let i = 0; i < 500; i++) own('k' + round + '-' + i, 'a');
          see(1);
          die('a');
          see(12);
          startAgain('a');
        }
        die('a');
        see(12);
        return update().length;
        """,
        "20000");
  }

  private static void shows(String steps, String expected) {
    assertThat(String.valueOf(page.evaluate(CLUSTER.formatted(steps)))).isEqualTo(expected);
  }
}
