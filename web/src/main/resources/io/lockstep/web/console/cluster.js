// Makes one picture of all servers' reports. Pure: no page, no clock.

const STATES = ['alive', 'suspected', 'left', 'dead'];

/**
 * @param reports the NodeReports of all servers that answered, the answering one's first
 * @param before the picture of a moment ago, or null
 */
export function picture(reports, before) {
  const servers = serversOf(reports);
  const sessions = sessionsOf(reports);
  const backups = reports.flatMap((report) =>
    report.backups.map((backup) => ({...backup, holder: report.server, id: `${backup.key} ${report.server}`})));
  const ownerless = ownerlessOf(reports, servers, sessions, backups);
  const waiting = ownerless.filter((session) => before?.ownerless.has(session.key));
  const all = [...sessions, ...waiting];
  const sum = (value) => reports.reduce((total, report) => total + value(report), 0);
  return {
    answering: reports[0].server,
    address: reports[0].members.find((member) => member.local)?.address ?? '',
    servers,
    silent: servers.filter((server) => server.state === 'alive' && !server.report).map((server) => server.name),
    sessions: all,
    ownerless: new Set(ownerless.map((session) => session.key)),
    sessionCount: sum((report) => report.sessionCount) + waiting.length,
    backups,
    backupCount: sum((report) => report.backupCount),
    unprotected: all.filter((session) => session.copies < 2),
    unprotectedCount: sum((report) => report.unassigned) + waiting.filter((session) => session.copies < 2).length,
    losses: lossesOf(reports),
    lossCount: sum((report) => report.lossCount),
  };
}

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
      const {sessions, backups, load, incarnation} = own;
      Object.assign(entry, {sessions, backups, load, incarnation, report});
    }
  }
  return [...servers.values()].sort((a, b) => compareNames(a.name, b.name));
}

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

/**
 * Sessions whose owner is gone: their backups wait for the visitor's next request. What cannot be known, because an
 * owner did not answer or a list was cut, is not counted.
 */
function ownerlessOf(reports, servers, sessions, backups) {
  if (reports.some((report) => report.sessionCount > report.sessions.length)) {
    return [];
  }
  const owned = new Set(sessions.map((session) => session.key));
  const unknown = new Set(servers.filter((server) => server.state === 'alive' && !server.report).map((server) => server.name));
  if (unknown.size > 0) {
    return [];
  }
  const ownerless = new Map();
  for (const backup of backups) {
    if (!owned.has(backup.key)) {
      addCopy(ownerless, backup);
    }
  }
  return [...ownerless.values()];
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
