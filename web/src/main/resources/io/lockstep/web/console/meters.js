// What the servers do, as rates and levels, and how long it takes. Pure: no page, no clock; time is the servers' own.

import {bytes, count, duration, millis, rate} from './format.js';

const WINDOW_MS = 10000;
const MOST_NAMED = 4;

const counted = (name) => (report) => report.counters?.find((counter) => counter.name === name)?.value;
const carried = (name) => (report) => report.transports?.reduce((total, instance) => total + instance[name], 0);
const perSecond = (part, title, value, meaning, format = rate, inAll = count) => ({part, title, value, meaning, format, inAll, isRate: true, join: sum});
const level = (part, title, value, meaning, format, join = most) => ({part, title, value, meaning, format, inAll: null, isRate: false, join});
const sum = (values) => values.reduce((total, value) => total + value, 0);
const most = (values) => Math.max(...values);
const bytesRate = (number) => `${bytes(number)}/s`;
const steps = (number) => `${count(number)} ${number === 1 ? 'step' : 'steps'}`;
const share = (number) => `${number > 0 && number < 0.1 ? (100 * number).toFixed(1) : Math.round(100 * number)} %`;

const METERS = [
  perSecond('Sessions', 'Changes', counted('sessions.changes'), 'Batches of changes, and times of access, that the sessions’ owners made'),
  perSecond('Sessions', 'Changes acknowledged', counted('sessions.changes-acknowledged'), 'Of these, what all backups acknowledged; not when one was replaced first'),
  perSecond('Sessions', 'Document changes', counted('documents.changes'), 'Single changes of sessions’ XML documents'),
  perSecond('Sessions', 'Take-overs', counted('sessions.taken-over'), 'Sessions that came to another server'),
  perSecond('Sessions', 'Passivated', counted('sessions.passivated'), 'Idle sessions whose objects were given up for their bytes'),
  perSecond('Sessions', 'Hand-overs', counted('sessions.handed-over'), 'Sessions that a living owner let go because another server wanted them'),
  perSecond('Sessions', 'Losses', counted('sessions.losses'), 'Found losses of changes; the table Losses has them'),
  perSecond('Backups', 'Resends', counted('sessions.resends'), 'Changes sent again, because no word came of them'),
  perSecond('Backups', 'Whole copies', counted('sessions.whole-copies'), 'Whole sessions sent: to a new backup, or to repair one'),
  perSecond('Backups', 'Gaps', counted('sessions.gaps'), 'Backups that missed a change, and asked for it'),
  perSecond('Backups', 'Differing', counted('backups.differing'), 'Backups that verification found to differ, and repaired'),
  level('Backups', 'Size', (report) => report.backupBytes, 'What all backups held have together', bytes, sum),
  perSecond('Calls', 'Made', counted('rpc.calls'), 'Calls to other servers’ operations'),
  perSecond('Calls', 'Failed', counted('rpc.failed'), 'Of these, those without an answer, for whatever reason'),
  perSecond('Calls', 'Timed out', counted('rpc.timed-out'), 'Of these, those that nobody answered in time'),
  perSecond('Calls', 'Served', counted('rpc.served'), 'Calls of others that were run'),
  perSecond('Stores', 'Changes', counted('stores.changes'), 'Puts and removals in shared stores'),
  perSecond('Stores', 'Changes received', counted('stores.changes-received'), 'The same, as they come in from others'),
  perSecond('Network', 'Sent', carried('sentBytes'), 'By all transport instances', bytesRate, bytes),
  perSecond('Network', 'Received', carried('receivedBytes'), 'By all transport instances', bytesRate, bytes),
  perSecond('Loop', 'Steps', (report) => report.loop?.steps, 'What the server’s event loop does, one after the other'),
  // Microseconds in each second.
  perSecond('Loop', 'Busy', (report) => report.loop?.busyUs, 'The part of the time that the loop has something to do; of the busiest server',
    (us) => share(us / 1e6), (us) => duration(us / 1000)),
  level('Loop', 'Waiting', (report) => report.loop?.waiting, 'Steps that wait for their turn; of the server where most do', steps),
  level('Loop', 'Longest step', (report) => report.loop?.longestStepLatelyUs, 'Of the last one to two minutes; nothing else is done meanwhile', millis),
].map((meter, order) => ({...meter, order, join: meter.title === 'Busy' ? most : meter.join}));

const TIMINGS = {
  'sessions.acknowledgement': ['Acknowledgement of a change', 'From when the owner sends a change until all backups have it'],
  'sessions.take-over': ['Take-over', 'From the first request for a session elsewhere until this server owns it; a dead owner’s death has to be noticed, too'],
  'sessions.hand-over': ['Hand-over', 'From when another server wants a session until its running requests have ended'],
  'rpc.call': ['Call', 'From the sending of a call until its answer'],
};

/** Remembers each server's reports of the last ten seconds. */
export function makeMeters() {
  let known = new Map();

  /** A row for each meter that some server tells of; null where nothing is known yet. */
  function rows(servers) {
    const answering = servers.filter((server) => server.report);
    known = new Map(answering.map(({report}) => [report.incarnation, remembered(known.get(report.incarnation) ?? [], report)]));
    return METERS.map((meter) => rowOf(meter, answering.map(({name, report}) => valueOf(meter, name, known.get(report.incarnation)))))
      .filter((row) => row !== null);
  }

  return {rows};
}

function remembered(before, report) {
  const now = {uptimeMs: report.uptimeMs, values: METERS.map((meter) => meter.value(report))};
  return [...before.filter(({uptimeMs}) => uptimeMs < now.uptimeMs && now.uptimeMs - uptimeMs <= WINDOW_MS), now];
}

function valueOf(meter, server, samples) {
  const first = samples[0];
  const last = samples.at(-1);
  const inAll = last.values[meter.order];
  if (!meter.isRate || inAll === undefined) {
    return {server, inAll, now: inAll ?? null};
  }
  const seconds = (last.uptimeMs - first.uptimeMs) / 1000;
  // Something is counted for the first time when there was nothing before.
  return {server, inAll, now: seconds > 0 ? (inAll - (first.values[meter.order] ?? 0)) / seconds : null};
}

function rowOf(meter, all) {
  const told = all.filter(({inAll}) => inAll !== undefined);
  if (told.length === 0) {
    return null;
  }
  const known = told.filter(({now}) => now !== null);
  const show = (now) => (now === null ? '–' : meter.format(now));
  const now = known.length === 0 ? null : meter.join(known.map((it) => it.now));
  const inAll = sum(told.map((it) => it.inAll));
  return {
    id: `${meter.part} ${meter.title}`, order: meter.order, part: meter.part, title: meter.title, meaning: meter.meaning,
    now, shown: show(now), servers: told.length < 2 ? '' : named(known, show),
    inAll, shownInAll: meter.inAll ? meter.inAll(inAll) : '',
  };
}

/** The servers that do most of it, by name while there are few. */
function named(known, show) {
  const kept = known.length <= MOST_NAMED ? known : [...known].sort((a, b) => b.now - a.now).slice(0, MOST_NAMED);
  const text = kept.map(({server, now}) => `${server} ${show(now)}`).join(', ');
  return kept.length < known.length ? `${text}, ${count(known.length - kept.length)} more` : text;
}

/** A row for each server and what it times. */
export const timingsOf = (servers) => servers.flatMap(({name: server, report}) =>
  (report?.timings ?? []).map((timing) => ({...timing, server, id: `${timing.name} ${server}`,
    title: TIMINGS[timing.name]?.[0] ?? timing.name, meaning: TIMINGS[timing.name]?.[1] ?? ''})));
