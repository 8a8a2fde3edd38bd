// The demo's buttons: they end a server's process, and start it again.

import {byId, el, setText} from './dom.js';
import {isOver} from './cluster.js';
import {counted} from './format.js';

const PATIENCE_MS = 20000;

/** The buttons of one server; `control` is the path of the demo's control. */
export function demoButtons(name, control) {
  const kill = el('button', {type: 'button', className: 'danger'}, 'Kill this server');
  const start = el('button', {type: 'button'}, 'Start again');
  const outcome = el('p', {className: 'outcome', role: 'status'});
  let server;
  let cluster;
  let sentFrom = '';
  let sentAt = 0;

  const act = async (verb, text) => {
    sentFrom = server.shown;
    sentAt = Date.now();
    setText(outcome, text);
    show(server, cluster);
    const failure = await order(control, verb, name);
    if (failure) {
      sentAt = 0;
      setText(outcome, failure);
      show(server, cluster);
    }
  };

  kill.addEventListener('click', async () => {
    if (await confirmKill(server, cluster)) {
      await act('kill', 'Killing…');
    }
  });
  start.addEventListener('click', () => act('start', 'Starting…'));

  const show = (now, all) => {
    server = now;
    cluster = all;
    if (sentAt > 0 && (server.shown !== sentFrom || Date.now() - sentAt > PATIENCE_MS)) {
      sentAt = 0;
      setText(outcome, '');
    }
    kill.hidden = isOver(server);
    start.hidden = !isOver(server) && server.shown !== 'no answer';
    kill.disabled = start.disabled = sentAt > 0;
  };

  return {element: el('div', {className: 'demo'}, kill, start, outcome), show};
}

/** Gives the order; returns what went wrong, or ''. */
async function order(control, verb, name) {
  const url = `${control}${verb}?server=${encodeURIComponent(name)}`;
  try {
    // A form of another site cannot send this header.
    const response = await fetch(url, {method: 'POST', headers: {'X-Lockstep-Console': '1'}});
    return response.ok ? '' : `The demo refuses: ${reason(await response.text())}`;
  } catch {
    // It may have been the very server that carried the order.
    return verb === 'kill' ? '' : 'The demo does not answer.';
  }
}

/** Of an answer like {"error": "why"} the why, else the text itself. */
function reason(text) {
  try {
    return JSON.parse(text).error ?? text;
  } catch {
    return text.slice(0, 200);
  }
}

function confirmKill(server, cluster) {
  const dialog = byId('confirm');
  const risk = cluster.unprotectedCount;
  setText(byId('confirm-title'), `Kill ${server.name}?`);
  setText(byId('confirm-text'),
    `Its process ends at once, as by SIGKILL. Its ${counted(server.sessions, 'session')} go on from their backups.`);
  setText(byId('confirm-warning'),
    risk > 0 ? `${counted(risk, 'session')} without a backup: such a session on this server is lost.` : '');
  setText(byId('confirm-do'), `Kill ${server.name}`);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'confirmed'), {once: true});
  });
}
