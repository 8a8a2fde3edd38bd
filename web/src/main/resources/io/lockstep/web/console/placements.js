import {isCut} from './cluster.js';

// Remembers who held each session. Of a session whose holders all die together no server is left that knows of it; this
// page may have seen it. Pure: no page, no clock.

const MOST = 20000;
// For so long, as far as this page sees, nobody has the session.
const ABSENT_MS = 10000;
// Servers' reports are not of the same moment: a session on its way from one to another can be missing for a moment.
const PASSING_MS = 3000;
// Of a pause in the updates, no more than this counts as seen.
const LONGEST_STEP_MS = 3000;
// After such a pause too much can have happened that is no loss.
const TOO_LONG_UNSEEN_MS = 300000;

/** A memory for one page; it stays when another server's reports are shown. */
export function makePlacements() {
  const placements = new Map();
  let last = null;

  /** What is lost after this picture of the cluster, made at `now` in milliseconds since 1970. */
  function losses(cluster, now) {
    const pause = last === null ? 0 : now - last;
    last = now;
    if (pause > TOO_LONG_UNSEEN_MS) {
      forget(placements, (placement) => !isLost(placement));
    }
    const seen = sightings(cluster);
    seen.forEach((placement, key) => {
      placements.delete(key);
      placements.set(key, placement);
    });
    const step = {now, ms: Math.min(Math.max(pause, 0), LONGEST_STEP_MS), ...whoIs(cluster)};
    forget(placements, (placement) => !seen.has(placement.key) && !isLost(placement) && isEnded(placement, step));
    shrink(placements);
    return [...placements.values()].filter(isLost).map(lossOf);
  }

  return {losses};
}

/** The picture with the sessions that were lost as a whole among its losses. */
export const withLost = (cluster, lost) =>
  ({...cluster, losses: [...lost, ...cluster.losses], lossCount: cluster.lossCount + lost.length});

const isLost = (placement) => placement.absentMs >= ABSENT_MS;

function forget(placements, which) {
  [...placements.values()].filter(which).forEach((placement) => placements.delete(placement.key));
}

/** Those seen last are the last in the map. */
function shrink(placements) {
  for (const key of placements.keys()) {
    if (placements.size <= MOST) {
      return;
    }
    placements.delete(key);
  }
}

/** Where each session is that a server lists. */
function sightings(cluster) {
  const found = new Map();
  const lives = new Map(cluster.servers.map((server) => [server.name, server.incarnation]));
  const reports = new Map(cluster.answers.map((report) => [report.server, report]));
  const add = (key, life) => found.get(key)?.holders.add(life);
  for (const session of cluster.sessions) {
    const {key, epoch, owner, lastOwner, backups} = session;
    found.set(key, placementOf(key, epoch, owner || lastOwner, backups));
    [owner, ...backups]
      .filter((name) => lives.has(name) && !listsAll(reports.get(name)))
      .forEach((name) => add(key, lives.get(name)));
  }
  for (const {key, epoch, owner, holder} of cluster.backups) {
    const placement = found.get(key) ?? placementOf(key, epoch, owner, []);
    found.set(key, placement);
    placement.holders.add(lives.get(holder));
    if (placement.owner !== holder && !placement.backups.includes(holder)) {
      placement.backups = [...placement.backups, holder];
    }
  }
  for (const report of cluster.answers) {
    [...report.sessions, ...report.backups].forEach(({key}) => add(key, report.incarnation));
  }
  return found;
}

/** `holders` are lives, not names: who starts again has nothing. */
const placementOf = (key, epoch, owner, backups) =>
  ({key, epoch, owner, backups, holders: new Set(), passingMs: 0, goneAt: null, absentMs: 0});

/** A server that lists all it has, and not some session, has not got that. */
const listsAll = (report) => report !== undefined && !isCut(report);

/** Which lives answer, which are not over for all, and whether anybody else may have a session that is not listed. */
function whoIs({answers, silent}) {
  const answering = new Set(answers.map((report) => report.incarnation));
  const running = new Set(answers.flatMap((report) => report.members)
    .filter((member) => member.state === 'alive' || member.state === 'suspected')
    .map((member) => member.incarnation));
  return {
    answering,
    running: new Set([...answering, ...running]),
    cut: answers.some(isCut),
    unsure: silent.length > 0 || !answers[0].connected,
  };
}

/** Takes note of how long a session has been missing; whether it has ended, as far as this page can know. */
function isEnded(placement, {now, ms, answering, running, cut, unsure}) {
  const holders = [...placement.holders];
  if (holders.some((life) => answering.has(life))) {
    placement.passingMs += ms;
    return cut || placement.passingMs >= PASSING_MS;
  }
  if (unsure || holders.some((life) => running.has(life))) {
    placement.goneAt = null;
    placement.absentMs = 0;
  } else if (placement.goneAt === null) {
    placement.goneAt = now;
  } else {
    placement.absentMs += ms;
  }
  return false;
}

function lossOf({key, epoch, owner, backups, goneAt}) {
  return {key, epoch, whole: true, fromSequence: 0, reason: reasonOf(owner, backups), foundBy: 'this page', atMs: goneAt, id: `whole ${key}`};
}

function reasonOf(owner, backups) {
  const rest = 'and no other server has it.';
  if (backups.length === 0) {
    return `Its server ${owner} is gone, it had no backup, ${rest}`;
  }
  const noun = backups.length === 1 ? 'backup' : 'backups';
  return `Its server ${owner} and its ${noun} ${backups.join(', ')} are gone, ${rest}`;
}
