import {byId} from './dom.js';
import {count, millis} from './format.js';
import {timingsOf} from './meters.js';
import {makeTable} from './table.js';

const METER = {
  name: 'Meters',
  id: (row) => row.id,
  empty: 'No server tells of its meters.',
  columns: [
    {title: 'Of', text: (row) => row.part, sort: (row) => row.order},
    {title: 'Meter', text: (row) => row.title, hint: (row) => row.meaning},
    {title: 'Now', text: (row) => row.shown, sort: (row) => -(row.now ?? -1), numeric: true, hint: () => 'Of all servers, in the last ten seconds'},
    {title: 'Since the start', text: (row) => row.shownInAll, sort: (row) => -row.inAll, numeric: true, hint: () => 'Of all servers, each since its own start'},
    {title: 'By server', text: (row) => row.servers, wide: true},
    {title: 'What it is', text: (row) => row.meaning, wide: true},
  ],
};

const took = (title, name, hint) => ({
  title, hint,
  text: (row) => (row.count > 0 ? millis(row[name]) : '–'),
  sort: (row) => (row.count > 0 ? -row[name] : 1),
  numeric: true,
});

const TIMING = {
  name: 'Durations',
  id: (row) => row.id,
  empty: 'No server tells how long things take.',
  columns: [
    {title: 'What', text: (row) => row.title, hint: (row) => row.meaning},
    {title: 'Server', text: (row) => row.server},
    {title: 'Times', text: (row) => count(row.count), sort: (row) => -row.count, numeric: true, hint: () => 'In the last minute'},
    took('Mean', 'meanUs', () => 'In the last minute'),
    took('p50', 'p50Us', () => 'In the last minute half of them took no longer'),
    took('p99', 'p99Us', () => 'In the last minute 99 of 100 took no longer'),
    took('Longest', 'longestUs', () => 'In the last minute'),
    {title: 'Last time', text: (row) => (row.lastUs > 0 ? millis(row.lastUs) : 'not yet'), sort: (row) => -row.lastUs, numeric: true,
      hint: () => 'However long ago that was'},
  ],
};

let meterTable = null;
let timingTable = null;

/** What the servers do, and how long it takes. */
export function showPerformance(cluster, meters) {
  meterTable ??= makeTable(byId('meters'), METER);
  timingTable ??= makeTable(byId('timings'), TIMING);
  meterTable.update(meters);
  timingTable.update(timingsOf(cluster.servers));
}
