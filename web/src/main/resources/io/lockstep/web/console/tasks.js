// The periodic tasks that look after backups: when they ran, what they have to do, and buttons to run them at once.

import {byId, el, setText} from './dom.js';
import {ago, count, duration, list} from './format.js';
import {isOver} from './cluster.js';
import {makeTable} from './table.js';

const TASKS = {
  'backup-session-task': {manager: 'BackupAssignmentManager', does: 'Assign backups'},
  'backup-verification-task': {manager: 'BackupAssignmentManager', does: 'Verify backups'},
  'backup-cleanup': {manager: 'BackupRepositoryManager', does: 'Clean up backups'},
  'resend-task': {manager: 'BackupSynchronizationManager', does: 'Resend to backups'},
  'request-task': {manager: 'BackupSynchronizationManager', does: 'Request from owners'},
};

const TASK = {
  name: 'Tasks',
  id: (row) => `${row.name} ${row.server}`,
  empty: 'No server tells of its tasks.',
  columns: [
    {title: 'Task', text: (row) => row.name, code: true},
    {title: 'Manager', text: (row) => TASKS[row.name]?.manager ?? ''},
    {title: 'Server', text: (row) => row.server},
    {title: 'Every', text: (row) => duration(row.periodMs), sort: (row) => row.periodMs, numeric: true},
    {title: 'Last run', text: (row) => (row.lastRunMs > 0 ? ago(Date.now() - row.lastRunMs) : 'not yet'), sort: (row) => -row.lastRunMs, numeric: true},
    {title: 'Runs', text: (row) => count(row.runs), sort: (row) => -row.runs, numeric: true},
    {title: 'Pending', text: (row) => count(row.pending), sort: (row) => -row.pending, numeric: true,
      mark: (row) => (row.pending > 0 ? 'warn' : ''), hint: () => 'Sessions that the task has something to do for'},
  ],
};

let table = null;
let servers = [];

/** A row for each task of each server, and a button for each task. */
export function showTasks(cluster) {
  servers = cluster.servers.filter((server) => !isOver(server) && server.report?.tasks);
  table ??= makeAll();
  table.update(servers.flatMap((server) => server.report.tasks.map((task) => ({...task, server: server.name}))));
}

function makeAll() {
  const section = byId('tasks');
  const outcome = el('p', {className: 'outcome', role: 'status'});
  const buttons = Object.entries(TASKS).map(([name, {does}]) => makeButton(name, does, outcome));
  section.append(el('div', {className: 'actions'}, ...buttons), outcome);
  return makeTable(section, TASK);
}

function makeButton(name, does, outcome) {
  const button = el('button', {type: 'button', title: `Runs ${name} on all servers at once`}, does);
  button.addEventListener('click', async () => {
    button.disabled = true;
    const failures = (await Promise.all(servers.map((server) => order(name, server.name)))).filter(Boolean);
    setText(outcome, failures.length > 0 ? failures.join(' ') : `Asked for ${name} on ${list(servers.map((server) => server.name))}.`);
    button.disabled = false;
  });
  return button;
}

/** Gives the order; returns what went wrong, or ''. */
async function order(task, server) {
  const url = `api/tasks/${task}?server=${encodeURIComponent(server)}`;
  try {
    // A form of another site cannot send this header.
    const response = await fetch(url, {method: 'POST', headers: {'X-Lockstep-Console': '1'}});
    return response.ok ? '' : `${server}: ${(await response.text()).slice(0, 200)}`;
  } catch {
    return `${server}: no server answers.`;
  }
}
