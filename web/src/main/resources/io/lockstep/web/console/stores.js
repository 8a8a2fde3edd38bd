// The shared stores of all servers, one row for each name. Pure: no page, no clock.

import {isOver} from './cluster.js';
import {count, list} from './format.js';

/** The stores of these servers, each with what is known of all its copies together. */
export function storesOf(servers) {
  const running = servers.filter((server) => !isOver(server));
  const copies = new Map();
  for (const {name: server, report} of running) {
    for (const store of report?.stores ?? []) {
      copies.set(store.name, [...(copies.get(store.name) ?? []), {...store, server}]);
    }
  }
  return [...copies].map(([name, all]) => rowOf(name, all, running.map((server) => server.name)));
}

/** How many stores there are: a server that has very many does not list all. */
export const storeCountOf = (servers) => Math.max(0, ...servers.map((server) => server.report?.storeCount ?? 0));

function rowOf(name, copies, running) {
  const sum = (value) => copies.reduce((total, copy) => total + value(copy), 0);
  const most = (value) => Math.max(...copies.map(value));
  return {
    name,
    ...stateOf(copies, running),
    fewest: Math.min(...copies.map((copy) => copy.entries)),
    entries: most((copy) => copy.entries),
    bytes: most((copy) => copy.bytes),
    tombstones: most((copy) => copy.tombstones),
    pending: sum((copy) => copy.unsent + copy.missing),
  };
}

/** Whether the servers have the same: trouble first, and what nobody knows is not called the same. */
function stateOf(copies, running) {
  const fetching = copies.filter((copy) => copy.pull);
  if (fetching.length > 0) {
    return {state: fetching.map(fetched).join('; '), mark: 'warn'};
  }
  if (copies.some((copy) => copy.differing > 0)) {
    return {state: difference(copies), mark: 'bad'};
  }
  const told = new Set(copies.map((copy) => copy.server));
  const silent = running.filter((server) => !told.has(server));
  if (silent.length > 0) {
    return {state: `not known of ${list(silent)}`, mark: 'warn'};
  }
  const unsure = copies.filter((copy) => copy.unknown > 0).map((copy) => copy.server);
  if (unsure.length > 0) {
    return {state: `not compared yet by ${list(unsure)}`, mark: 'warn'};
  }
  return running.length === 1
    ? {state: 'on one server', mark: ''}
    : {state: `the same on all ${count(running.length)} servers`, mark: 'good'};
}

const fetched = ({server, pull}) => `${server} fetches it from ${pull.from}: ${count(pull.received)} of about ${count(pull.expected)}`;

/** Who differs from more servers than the others do is the one that is different. */
function difference(copies) {
  const counts = copies.map((copy) => copy.differing);
  const most = Math.max(...counts);
  const odd = copies.filter((copy) => copy.differing === most).map((copy) => copy.server);
  return odd.length < copies.length ? `not the same on ${list(odd)}` : 'not the same everywhere';
}
