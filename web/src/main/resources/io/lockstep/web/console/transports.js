import {byId} from './dom.js';
import {bytes, count} from './format.js';
import {makeTable} from './table.js';

const ALL = 'all';

const traffic = (title, frames, size) =>
  ({title, text: (row) => `${count(row[frames])} frames, ${bytes(row[size])}`, sort: (row) => -row[frames], numeric: true});

const TRANSPORT = {
  name: 'Transports',
  id: (row) => row.id,
  empty: 'No server tells of its transports.',
  columns: [
    {title: 'Server', text: (row) => row.server},
    {title: 'Instance', text: (row) => (row.kind ? `${row.instance} (${row.kind})` : row.instance)},
    {title: 'Key', text: (row) => row.key,
      hint: (row) => (row.key === ALL ? `Its keys are ${row.carried}; heartbeats go over every instance.` : '')},
    {title: 'State', text: (row) => row.state, mark: (row) => (row.state === 'connected' ? '' : 'bad'), watched: true},
    traffic('Sent', 'sentFrames', 'sentBytes'),
    traffic('Received', 'receivedFrames', 'receivedBytes'),
    {title: 'Dropped', text: (row) => count(row.droppedFrames), sort: (row) => -row.droppedFrames,
      mark: (row) => (row.droppedFrames > 0 ? 'warn' : ''), numeric: true},
  ],
};

let table = null;

/** A row for each transport instance of each server, and for each key that it has carried something of. */
export function showTransports(cluster) {
  table ??= makeTable(byId('transports'), TRANSPORT);
  table.update(cluster.servers.flatMap(rowsOf));
}

const rowsOf = (server) => instancesOf(server).flatMap((instance) => [totalOf(server, instance), ...keysOf(server, instance)]);

const totalOf = (server, instance) => row(server, instance, {...instance, key: ALL});

const keysOf = (server, instance) =>
  instance.keys
    .filter((key) => key.sentFrames + key.receivedFrames + key.droppedFrames > 0)
    .map((key) => row(server, instance, key));

function row(server, instance, {key, sentFrames, sentBytes, receivedFrames, receivedBytes, droppedFrames}) {
  const {name, kind, state, keys} = instance;
  return {
    id: `${server.name} ${name} ${key}`, server: server.name, instance: name, kind, state, key,
    carried: keys.map((it) => it.key).join(', '),
    sentFrames, sentBytes, receivedFrames, receivedBytes, droppedFrames,
  };
}

/** A server of an earlier version does not tell of instances. */
export const instancesOf = (server) => server.report?.transports ?? [];

/** The state of all instances of a server in a few words; empty when it is not known. */
export function stateOf(server) {
  const instances = instancesOf(server);
  const states = new Set(instances.map((instance) => instance.state));
  if (states.size < 2) {
    return [...states].join('') + (instances.length > 1 ? ` (${instances.length})` : '');
  }
  const up = instances.filter((instance) => instance.state === 'connected').length;
  return `${up} of ${instances.length} connected`;
}
