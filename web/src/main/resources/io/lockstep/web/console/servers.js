import {arrange, byId, el, setData, setText} from './dom.js';
import {ago, bytes, count, duration, load, millis} from './format.js';
import {compareNames, isOver} from './cluster.js';
import {makeDrain} from './drain.js';
import {demoButtons} from './demo.js';
import {instancesOf, stateOf} from './transports.js';

const cards = new Map();
// The demo's killed servers stay on the page, where they can be started again, after the cluster has forgotten them.
const remembered = new Map();

/** A card for each server. */
export function showServers(cluster, demo) {
  const servers = demo ? withRemembered(cluster.servers) : cluster.servers;
  arrange(byId('servers'), servers.map((server) => {
    const card = cards.get(server.name) ?? makeCard(server, demo);
    card.show(server, cluster);
    return card.element;
  }));
}

function withRemembered(servers) {
  servers.forEach((server) => remembered.set(server.name, server));
  const present = new Set(servers.map((server) => server.name));
  const gone = [...remembered.values()]
    .filter((server) => !present.has(server.name))
    .map((server) => ({...server, shown: 'gone', sessions: 0, backups: 0, load: -1, report: undefined, doubts: []}));
  return [...servers, ...gone].sort((a, b) => compareNames(a.name, b.name));
}

function makeCard(server, demo) {
  const element = el('li', {className: 'card'});
  const title = el('h3', {}, server.name);
  const state = el('span', {className: 'badge'});
  const note = el('p', {className: 'note'});
  const figures = el('dl', {className: 'card-figures'});
  const facts = el('dl', {className: 'facts'});
  const buttons = demo ? demoButtons(server.name, demo) : null;
  element.dataset.server = server.name;
  const drain = makeDrain(server.name);
  element.append(el('div', {className: 'card-head'}, title, state), note, figures, facts, drain.element);
  if (buttons) {
    element.append(buttons.element);
  }
  const put = entries();
  const card = {
    element,
    show(now, cluster) {
      setData(element, 'state', now.shown);
      setText(state, now.shown);
      setText(note, noteOf(now, cluster));
      FIGURES.forEach(([name, value]) => put(figures, name, value(now)));
      FACTS.forEach(([name, value, mark]) => put(facts, name, value(now), mark?.(now)));
      drain.show(now);
      buttons?.show(now, cluster);
    },
  };
  cards.set(server.name, card);
  return card;
}

/** A way to put a named value into a list of them, made on first use, hidden while there is nothing to tell. */
function entries() {
  const shown = new Map();
  return (parent, name, text, mark = '') => {
    let value = shown.get(name);
    if (!value) {
      value = el('dd');
      shown.set(name, value);
      parent.append(el('div', {}, el('dt', {}, name), value));
    }
    setText(value, text);
    setData(value, 'mark', mark);
    value.parentElement.hidden = text === '';
  };
}

function noteOf(server, cluster) {
  if (server.shown === 'cut off') {
    return 'It answers here, but its own transport is down.';
  }
  if (server.doubts.length > 0) {
    return `Not all agree: ${server.doubts.join(', ')}.`;
  }
  if (server.shown === 'no answer') {
    return 'The cluster holds it for alive still.';
  }
  if (server.shown === 'synchronising') {
    return 'It does not know its cluster yet.';
  }
  return server.name === cluster.answering ? 'This page comes from it.' : '';
}

const FIGURES = [
  ['Sessions', (server) => (isOver(server) ? '–' : count(server.sessions))],
  ['Backups', (server) => (isOver(server) ? '–' : count(server.backups))],
  ['Load', (server) => (isOver(server) ? '–' : load(server.load))],
];

function carried(server, frames, size) {
  const instances = instancesOf(server);
  const sum = (name) => instances.reduce((total, instance) => total + instance[name], 0);
  return instances.length === 0 ? '' : `${count(sum(frames))} frames` + (size ? `, ${bytes(sum(size))}` : '');
}

function longestStep({report}) {
  return report?.loop ? `${millis(report.loop.longestStepUs)}, lately ${millis(report.loop.longestStepLatelyUs)}` : '';
}

function lastHeard(server) {
  if (server.local) {
    return 'itself';
  }
  return server.lastHeardMs < 0 ? '' : ago(server.lastHeardMs);
}

const FACTS = [
  ['Last heard', (server) => lastHeard(server)],
  ['Running for', (server) => (server.report ? duration(server.report.uptimeMs) : '')],
  ['Incarnation', (server) => server.incarnation],
  ['Version', (server) => server.version || 'not told'],
  ['Machine', (server) => server.machineId],
  ['Transport', stateOf, (server) => (server.report?.connected === false ? 'bad' : '')],
  ['Sent', (server) => carried(server, 'sentFrames', 'sentBytes')],
  ['Received', (server) => carried(server, 'receivedFrames', 'receivedBytes')],
  ['Dropped', (server) => carried(server, 'droppedFrames'),
    (server) => (instancesOf(server).some((instance) => instance.droppedFrames > 0) ? 'warn' : '')],
  ['Longest step', longestStep],
];
