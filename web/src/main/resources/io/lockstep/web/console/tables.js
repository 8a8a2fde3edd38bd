import {byId, setText} from './dom.js';
import {ago, bytes, count, counted, duration, epoch, list, rate, time} from './format.js';
import {showSession} from './session.js';
import {storeCountOf, storesOf} from './stores.js';
import {makeTable} from './table.js';

const epochNumber = (row) => Number.parseInt(row.epoch, 10);

const KEY = {title: 'Session', text: (row) => row.key, code: true, open: (row) => showSession(row.key)};
const EPOCH = {title: 'Epoch', text: (row) => epoch(row.epoch), sort: epochNumber, hint: (row) => row.epoch, code: true, watched: true};
const SEQUENCE = {title: 'Sequence', text: (row) => count(row.sequence), sort: (row) => row.sequence, numeric: true};
const SIZE = {title: 'Size', text: (row) => bytes(row.bytes), sort: (row) => row.bytes, numeric: true};

const LEVELS = {acknowledged: 'good', sent: 'warn', unprotected: 'bad', waiting: 'warn'};

const known = (value, format) => (value === undefined ? '–' : format(value));

const SESSION = {
  name: 'Sessions',
  id: (row) => row.key,
  empty: 'No sessions yet.',
  first: 8,
  columns: [
    KEY,
    {title: 'Level', text: (row) => row.level, mark: (row) => LEVELS[row.level] ?? '',
      hint: (row) => (row.level === 'waiting' ? 'Its owner is gone: the visitor’s next request takes it over.' : '')},
    {title: 'Owner', text: (row) => row.owner || (row.lastOwner ? `none, was ${row.lastOwner}` : 'none'), mark: (row) => (row.owner ? '' : 'warn'), watched: true},
    {title: 'Backups', text: (row) => list(row.backups) || 'none', mark: (row) => (row.backups.length > 0 ? '' : 'bad'), watched: true},
    EPOCH,
    SEQUENCE,
    {title: 'Attributes', text: (row) => known(row.attributes, count), sort: (row) => row.attributes ?? -1, numeric: true},
    SIZE,
    {title: 'Age', text: (row) => known(row.ageMs, duration), sort: (row) => row.ageMs ?? Infinity, numeric: true},
    {title: 'Idle', text: (row) => known(row.idleMs, duration), sort: (row) => row.idleMs ?? Infinity, numeric: true},
    {title: 'Pending', text: (row) => known(row.pending, count), sort: (row) => -(row.pending ?? -1), numeric: true,
      hint: () => 'Batches of changes that its backups have not acknowledged yet'},
  ],
};

const BACKUP = {
  name: 'Backups held',
  id: (row) => row.id,
  empty: 'No backups yet.',
  columns: [
    KEY,
    {title: 'Held by', text: (row) => row.holder},
    {title: 'Owner', text: (row) => row.owner},
    EPOCH,
    SEQUENCE,
    SIZE,
  ],
};

const TOPIC = {
  name: 'Topics',
  id: (row) => row.name,
  empty: 'No topics yet.',
  columns: [
    {title: 'Topic', text: (row) => row.name, wide: true},
    {title: 'Published', text: (row) => rate(row.publishRate), sort: (row) => -row.publishRate, numeric: true},
    {title: 'Received', text: (row) => rate(row.receiveRate), sort: (row) => -row.receiveRate, numeric: true,
      hint: () => 'By all servers together, from others'},
    {title: 'Published in all', text: (row) => count(row.published), sort: (row) => -row.published, numeric: true},
    {title: 'Received in all', text: (row) => count(row.received), sort: (row) => -row.received, numeric: true},
    {title: 'Listeners', text: (row) => count(row.listeners), sort: (row) => -row.listeners, numeric: true},
    {title: 'Dropped', text: (row) => count(row.dropped), sort: (row) => -row.dropped, numeric: true,
      mark: (row) => (row.dropped > 0 ? 'bad' : ''), hint: () => 'Messages for which a slow listener had no room'},
  ],
};

const STORE = {
  name: 'Shared stores',
  id: (row) => row.name,
  empty: 'No shared stores yet.',
  columns: [
    {title: 'Store', text: (row) => row.name, wide: true},
    {title: 'Contents', text: (row) => row.state, mark: (row) => row.mark, wide: true,
      hint: () => 'As the servers told each other last'},
    {title: 'Entries', text: (row) => (row.fewest < row.entries ? `${count(row.fewest)} to ${count(row.entries)}` : count(row.entries)),
      sort: (row) => -row.entries, numeric: true},
    {title: 'Size', text: (row) => bytes(row.bytes), sort: (row) => -row.bytes, numeric: true},
    {title: 'Removals kept', text: (row) => count(row.tombstones), sort: (row) => -row.tombstones, numeric: true,
      hint: () => 'Removals that are remembered until every server has seen them'},
    {title: 'Pending', text: (row) => counted(row.pending, 'change'), sort: (row) => -row.pending, numeric: true,
      hint: () => 'Changes that wait to be sent, or that a server knows of and does not have'},
  ],
};

const LOSS = {
  name: 'Losses',
  id: (row) => row.id,
  empty: 'Nothing was lost.',
  first: 5,
  columns: [
    KEY,
    {title: 'Changes lost', text: range, sort: (row) => row.fromSequence},
    {title: 'Why', text: (row) => row.reason, wide: true},
    {title: 'Found by', text: (row) => row.foundBy},
    EPOCH,
    {title: 'When', text: (row) => `${time(row.atMs)}, ${ago(Date.now() - row.atMs)}`, sort: (row) => -row.atMs, wide: true},
  ],
};

function range(loss) {
  const {fromSequence: from, toSequence: to, whole} = loss;
  if (whole) {
    return 'the whole session';
  }
  return from >= to ? `number ${count(from)}` : `${count(from)} to ${count(to)}`;
}

const tables = {};

/** The tables; those that tell of trouble are there only when there is some. */
export function showTables(cluster, topics) {
  show('sessions', SESSION, cluster.sessions, cluster.sessionCount);
  show('backups', BACKUP, cluster.backups, cluster.backupCount);
  show('unassigned', {...SESSION, name: 'Sessions without a backup'}, cluster.unprotected, cluster.unprotectedCount);
  show('losses', LOSS, cluster.losses, cluster.lossCount);
  byId('unassigned').hidden = cluster.unprotectedCount === 0;
  ['sessions-cut', 'losses-cut'].forEach((id) => { byId(id).hidden = !cluster.cut; });
  byId('losses').hidden = cluster.lossCount === 0;
  setText(byId('unassigned-title'), `Sessions without a backup (${count(cluster.unprotectedCount)})`);
  setText(byId('losses-title'), `Losses (${count(cluster.lossCount)})`);
  const stores = storesOf(cluster.servers);
  show('stores', STORE, stores, Math.max(stores.length, storeCountOf(cluster.servers)));
  show('topics', TOPIC, topics);
  showLostMessages(cluster.servers);
  showCounters(cluster.servers);
}

/** Nobody knows on which topics lost messages were. */
function showLostMessages(servers) {
  const sum = (value) => servers.reduce((total, {report}) => total + (report?.topics ? value(report.topics) : 0), 0);
  const lost = sum((topics) => topics.lost);
  byId('topics-lost').hidden = lost === 0;
  setText(byId('topics-lost'), `Not received, and told to the listeners: ${counted(lost, 'message')} in ${counted(sum((topics) => topics.gaps), 'gap')}.`);
}

function show(id, settings, rows, total) {
  tables[id] ??= makeTable(byId(id), settings);
  tables[id].update(rows, total);
}

/** A column for each server that answers; when they are others, it is another table. */
function showCounters(servers) {
  const names = servers.filter((server) => server.report).map((server) => server.name);
  const id = names.join(' ');
  if (tables.counters?.names !== id) {
    byId('counters').querySelectorAll('.tools, .frame, .empty, .more').forEach((old) => old.remove());
    tables.counters = {names: id, table: makeTable(byId('counters'), counterTable(names))};
  }
  tables.counters.table.update(counterRows(servers));
}

function counterTable(names) {
  const column = (name) => ({
    title: name,
    text: (row) => known(row.values.get(name), count),
    sort: (row) => -(row.values.get(name) ?? -1),
    numeric: true,
  });
  return {
    name: 'Counters',
    id: (row) => row.name,
    empty: 'Nothing was counted yet.',
    columns: [{title: 'Count', text: (row) => row.name, code: true}, ...names.map(column)],
  };
}

function counterRows(servers) {
  const rows = new Map();
  for (const server of servers) {
    for (const {name, value} of server.report?.counters ?? []) {
      const row = rows.get(name) ?? {name, values: new Map()};
      row.values.set(server.name, value);
      rows.set(name, row);
    }
  }
  return [...rows.values()];
}
