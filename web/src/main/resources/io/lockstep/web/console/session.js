// One session: what each server has of it, in a dialog. Names, sizes and positions, never values.

import {byId, el, setText} from './dom.js';
import {bytes, count, duration, epoch, list} from './format.js';

const MARK = {'X-Lockstep-Console': '1'};
const url = (key) => `api/session?key=${encodeURIComponent(key)}`;

let shown = null;

/** Opens the dialog. */
export async function showSession(key) {
  const dialog = byId('session');
  shown = key;
  setText(byId('session-title'), `Session ${key}`);
  byId('session-parts').replaceChildren(el('p', {}, 'Asking the servers…'));
  byId('session-end').disabled = true;
  if (!dialog.open) {
    dialog.showModal();
  }
  const answer = await ask(key);
  if (shown === key) {
    byId('session-parts').replaceChildren(...answer.parts);
    byId('session-end').disabled = !answer.owned;
  }
}

async function ask(key) {
  try {
    const response = await fetch(url(key));
    if (!response.ok) {
      return {owned: false, parts: [el('p', {}, (await response.text()).slice(0, 200))]};
    }
    const details = await response.json();
    return {
      owned: details.some((detail) => detail.owns),
      parts: details.length > 0 ? details.map(part) : [el('p', {}, 'No server has anything of this session.')],
    };
  } catch {
    return {owned: false, parts: [el('p', {}, 'This server does not answer.')]};
  }
}

function part(detail) {
  const section = el('section', {className: 'detail'});
  section.append(
    el('h3', {}, `${detail.server} ${detail.owns ? 'owns it' : 'holds a copy'}`),
    facts([
      ['Epoch', epoch(detail.epoch)],
      ['Changes', count(detail.sequence)],
      ['Age', duration(detail.ageMs)],
      ['Idle', `${duration(detail.idleMs)}${detail.maxInactiveMs > 0 ? ` of ${duration(detail.maxInactiveMs)}` : ', for ever'}`],
      ['Replication', `${detail.replication || 'as the settings say'}${detail.tracksChanges ? ', changes in place are found' : ''}`],
      ['Still to consent', list(detail.former) || 'nobody'],
    ]),
    table('Attributes', ['Name', 'Size', 'Set by change'], detail.attributes.map((each) => [each.name, bytes(each.bytes), each.sequence > 0 ? count(each.sequence) : '–'])),
    table('Documents', ['Name', 'Size', 'Nodes', 'Changes', 'Shared with'], detail.documents.map((each) => [each.name, bytes(each.bytes), count(each.nodes), count(each.sequence), each.sharedWithClient ? 'client and servers' : 'servers'])),
  );
  if (detail.owns) {
    section.append(table('Backups', ['Server', 'Has', 'Lacks', 'State'], detail.backups.map((each) => [each.server, count(each.acknowledged), count(each.pending), each.state])));
  }
  section.append(table('Epochs', ['Epoch', 'Last change'], detail.history.map((each) => [epoch(each.epoch), count(each.lastSequence)])));
  return section;
}

function facts(pairs) {
  return el('dl', {className: 'particulars'}, ...pairs.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

function table(caption, heads, rows) {
  if (rows.length === 0) {
    return el('p', {className: 'none'}, `${caption}: none`);
  }
  const head = el('thead', {}, el('tr', {}, ...heads.map((text) => el('th', {scope: 'col'}, text))));
  const body = el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map((text) => el('td', {}, String(text))))));
  return el('table', {}, el('caption', {}, caption), head, body);
}

/** Lets the dialog's buttons work; the first click on the end asks, the second one does it. */
export function prepareSession() {
  const end = byId('session-end');
  byId('session').addEventListener('close', () => {
    shown = null;
    setText(end, 'End this session');
  });
  end.addEventListener('click', async () => {
    if (end.textContent === 'End this session') {
      setText(end, 'Really end it: its visitor is logged out');
      return;
    }
    setText(end, 'End this session');
    end.disabled = true;
    const key = shown;
    try {
      const response = await fetch(url(key), {method: 'DELETE', headers: MARK});
      byId('session-parts').replaceChildren(el('p', {role: 'status'}, (await response.text()).slice(0, 200)));
    } catch {
      byId('session-parts').replaceChildren(el('p', {role: 'status'}, 'This server does not answer.'));
    }
  });
}
