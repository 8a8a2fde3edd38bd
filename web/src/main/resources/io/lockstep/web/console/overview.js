import {isUp} from './cluster.js';
import {byId, el, setData, setText} from './dom.js';
import {count, counted, list, time} from './format.js';

const LONGEST_QUIET_MS = 15000;

let announced = {kind: '', at: 0};
let lastReport = 0;

/** The header, the banner and the figures. */
export function showOverview(cluster) {
  lastReport = Date.now();
  const [domain, name, , application] = cluster.address.split('.');
  setText(byId('cluster'), cluster.address ? `${domain} · ${name} · ${application}` : '');
  showConnection('live', `Live from ${cluster.answering}`);
  showBanner(judgement(cluster));
  showFigures(cluster);
}

/** Shows that nobody answers. What is on the page stays, but nothing is called safe any more. */
export function showLost(why) {
  showConnection('lost', `Connection lost, trying again. ${why}`);
  showBanner({
    kind: 'unsure',
    headline: 'Not known: there is no connection',
    detail: lastReport === 0 ? '' : `Below is what was known at ${time(lastReport)}.`,
  });
}

function showConnection(state, text) {
  setText(byId('connection'), text);
  setData(byId('connection'), 'state', state);
  setData(document.body, 'connection', state);
}

/** What the banner says. */
function judgement(cluster) {
  const {sessionCount, unprotectedCount, silent} = cluster;
  if (silent.length > 0) {
    return {
      kind: 'unsure',
      headline: `${list(silent)} ${silent.length === 1 ? 'does' : 'do'} not answer`,
      detail: 'What it holds is not counted here. It is held for alive until the cluster decides otherwise.',
    };
  }
  if (unprotectedCount > 0) {
    const verb = unprotectedCount === 1 ? 'has' : 'have';
    return {
      kind: 'risk',
      headline: `${count(unprotectedCount)} of ${counted(sessionCount, 'session')} ${verb} no backup`,
      detail: alive(cluster).length < 2
        ? 'Only one server is running: there is nowhere to put a backup.'
        : 'Wait before you stop another server: these sessions exist once.',
    };
  }
  if (sessionCount === 0) {
    return {kind: 'empty', headline: 'No sessions yet', detail: 'They appear here as visitors come.'};
  }
  return {
    kind: 'safe',
    headline: sessionCount === 1 ? 'The one session is backed up' : `All ${count(sessionCount)} sessions are backed up`,
    detail: 'Any one server may fail now, and nobody is logged out.',
  };
}

function showBanner({kind, headline, detail}) {
  setData(byId('banner'), 'kind', kind);
  setText(byId('banner-headline'), headline);
  setText(byId('banner-detail'), detail);
  document.title = `${headline} – Lockstep`;
  announce(kind, headline);
}

/** Tells a screen reader at once when things turn, and of mere numbers now and then. */
function announce(kind, headline) {
  const now = Date.now();
  if (kind !== announced.kind || now - announced.at > LONGEST_QUIET_MS) {
    announced = {kind, at: now};
    setText(byId('announcer'), headline);
  }
}

const alive = (cluster) => cluster.servers.filter(isUp);

function showFigures(cluster) {
  const servers = cluster.servers.length;
  const up = alive(cluster).length;
  figure('servers', 'Servers alive', `${up} of ${servers}`, up < servers ? 'warn' : '');
  figure('sessions', 'Sessions', count(cluster.sessionCount), '');
  figure('backups', 'Backups held', count(cluster.backupCount), '');
  figure('unprotected', 'Without a backup', count(cluster.unprotectedCount), cluster.unprotectedCount > 0 ? 'bad' : '');
  figure('losses', 'Losses', count(cluster.lossCount), cluster.lossCount > 0 ? 'bad' : '');
}

const figures = new Map();

function figure(id, title, value, mark) {
  let shown = figures.get(id);
  if (!shown) {
    shown = el('dd', {id: `figure-${id}`});
    figures.set(id, shown);
    byId('figures').append(el('div', {}, el('dt', {}, title), shown));
  }
  setText(shown, value);
  setData(shown, 'mark', mark);
}
