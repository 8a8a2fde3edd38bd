// Makes one picture of all servers' reports. Pure: no page, no clock.

// As NodeReport.MOST_SESSIONS.
const MOST_LISTED = 500;
const STATES = ['alive', 'suspected', 'left', 'dead'];

/**
 * @param answers the NodeReports of all servers that answered, the answering one's first
 * @param before the picture of a moment ago, or null
 */
export function picture(answers, before) {
  const reports = [...answers, ...missedOnce(answers, before?.answers ?? [])];
  const servers = serversOf(reports);
  const nameOf = names(reports);
  const silent = servers.filter((server) => server.shown === 'no answer').map((server) => server.name);
  const sessions = sessionsOf(reports);
  const backups = backupsOf(reports, nameOf);
  const sum = (value) => reports.reduce((total, report) => total + value(report), 0);
  const counts = {
    sessions: sum((report) => counted(report.sessions, report.sessionCount)),
    backups: sum((report) => counted(report.backups, report.backupCount)),
    unassigned: sum((report) => report.unassigned),
    // A server of an earlier version does not tell.
    unprotected: sum((report) => report.unprotected ?? report.unassigned),
  };
  const ownerless = silent.length > 0 ? NONE : reports.some(isCut) ? surplusOf(sessions, counts) : ownerlessOf(sessions, backups);
  const waiting = lasting(ownerless, before?.ownerless ?? NONE);
  const all = [...sessions, ...waiting.listed];
  return {
    answers,
    cut: reports.some(isCut),
    answering: reports[0].server,
    address: reports[0].members.find((member) => member.local)?.address ?? '',
    servers,
    silent,
    sessions: all,
    sessionCount: counts.sessions + waiting.count,
    backups,
    backupCount: counts.backups,
    ownerless,
    unprotected: all.filter((session) => session.copies < 2 || session.level === 'unprotected'),
    unprotectedCount: counts.unprotected + waiting.exposed,
    losses: lossesOf(reports),
    lossCount: sum((report) => report.lossCount),
  };
}

/** The last reports of those that are alive and only now did not answer in time: a busy server is late at times. */
function missedOnce(answers, before) {
  const answered = new Set(answers.map((report) => report.server));
  const alive = new Set(answers[0].members.filter((member) => member.state === 'alive').map((member) => member.incarnation));
  return before.filter((report) => !answered.has(report.server) && alive.has(report.incarnation));
}

/** How many there are: the list's length is of the moment, the count may be a second old, but is never cut. */
const counted = (list, count) => (list.length < MOST_LISTED ? list.length : count);

const NONE = {listed: [], count: 0, exposed: 0};

/** One entry for each server's name; a server knows itself best, the answering one knows the others. */
function serversOf(reports) {
  const servers = new Map();
  for (const report of reports) {
    for (const member of report.members) {
      const known = servers.get(member.server);
      if (!known || isNewer(member, known)) {
        servers.set(member.server, {...member, name: member.server, doubts: known?.doubts ?? []});
      } else if (member.incarnation === known.incarnation && member.state !== known.state) {
        known.doubts.push(`${report.server} says ${member.state}`);
      }
    }
  }
  for (const report of reports) {
    const own = report.members.find((member) => member.local);
    const entry = servers.get(report.server);
    if (own && entry) {
      const {sessions, backups, load, incarnation, synchronising, draining} = own;
      Object.assign(entry, {sessions, backups, load, incarnation, synchronising, draining, report});
    }
  }
  for (const server of servers.values()) {
    Object.assign(server, {shown: shownState(server), local: server.name === reports[0].server});
  }
  return [...servers.values()].sort((a, b) => compareNames(a.name, b.name));
}

/** What the cluster holds a server for, or more than that: that it hears nobody, or that nobody hears it. */
function shownState({state, report, synchronising, draining}) {
  if (report && !report.connected) {
    return 'cut off';
  }
  if (state !== 'alive') {
    return state;
  }
  if (!report) {
    return 'no answer';
  }
  if (synchronising) {
    return 'synchronising';
  }
  return draining ? 'draining' : state;
}

/** Whether a server runs, and is heard. */
export const isUp = (server) => ['alive', 'synchronising', 'draining'].includes(server.shown);

/** Whether a server is known to run no more. */
export const isOver = (server) => ['dead', 'left', 'gone'].includes(server.shown);

/** Whether a member is a later life of a known server: the earlier is over. */
const isNewer = (member, known) =>
  member.incarnation !== known.incarnation && STATES.indexOf(member.state) < STATES.indexOf(known.state);

const COLLATOR = new Intl.Collator('en', {numeric: true});

/** Orders names as people do: server-2 before server-10. */
export const compareNames = (a, b) => COLLATOR.compare(a, b);

/** All sessions by key. Of two servers that both hold themselves for the owner, the higher epoch is right. */
function sessionsOf(reports) {
  const sessions = new Map();
  for (const report of reports) {
    for (const session of report.sessions) {
      const known = sessions.get(session.key);
      if (!known || counter(session.epoch) > counter(known.epoch)) {
        sessions.set(session.key, {...session, copies: 1 + session.backups.length});
      }
    }
  }
  return [...sessions.values()];
}

const counter = (epoch) => Number.parseInt(epoch, 10);

const backupsOf = (reports, nameOf) =>
  reports.flatMap((report) =>
    report.backups.map((backup) =>
      ({...backup, owner: nameOf(backup.owner), holder: report.server, id: `${backup.key} ${report.server}`})));

/** A server that has just forgotten a dead one names it by its incarnation, which others may still know. */
function names(reports) {
  const known = new Map(reports.flatMap((report) => report.members.map((member) => [member.incarnation, member.server])));
  return (owner) => known.get(owner) ?? owner;
}

/** Whether a server may have more than it lists. */
export const isCut = (report) => report.sessions.length >= MOST_LISTED || report.backups.length >= MOST_LISTED;

/** Sessions whose owner is gone: their backups wait for the visitor's next request. */
function ownerlessOf(sessions, backups) {
  const owned = new Set(sessions.map((session) => session.key));
  const ownerless = new Map();
  backups.filter((backup) => !owned.has(backup.key)).forEach((backup) => addCopy(ownerless, backup));
  return waitingAs([...ownerless.values()]);
}

/** The same where a server cut its lists, not by name: the backups beyond those that the owners count on. */
function surplusOf(sessions, counts) {
  const each = Math.max(1, ...sessions.map((session) => session.backups.length));
  const surplus = counts.backups - each * (counts.sessions - counts.unassigned);
  const count = Math.max(0, Math.ceil(surplus / each));
  return {listed: [], count, exposed: each < 2 ? count : 0};
}

/** `exposed` are those of which only one copy is left. */
const waitingAs = (listed) =>
  ({listed, count: listed.length, exposed: listed.filter((session) => session.copies < 2).length});

/** Without what only seems so because the servers' reports are not of the same moment. */
function lasting(now, before) {
  if (now.listed.length > 0) {
    const keys = new Set(before.listed.map((session) => session.key));
    return waitingAs(now.listed.filter((session) => keys.has(session.key)));
  }
  return {listed: [], count: Math.min(now.count, before.count), exposed: Math.min(now.exposed, before.exposed)};
}

function addCopy(ownerless, backup) {
  const known = ownerless.get(backup.key);
  if (known) {
    known.backups.push(backup.holder);
    known.copies++;
  } else {
    ownerless.set(backup.key, {
      key: backup.key, epoch: backup.epoch, sequence: backup.sequence, bytes: backup.bytes,
      owner: '', lastOwner: backup.owner, backups: [backup.holder], copies: 1, level: 'waiting',
    });
  }
}

function lossesOf(reports) {
  return reports
    .flatMap((report) => report.losses.map((loss) => ({...loss, foundBy: report.server})))
    .map((loss) => ({...loss, id: `${loss.foundBy} ${loss.key} ${loss.epoch} ${loss.fromSequence} ${loss.atMs}`}))
    .sort((a, b) => b.atMs - a.atMs);
}
