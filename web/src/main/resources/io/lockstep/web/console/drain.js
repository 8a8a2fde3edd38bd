// Draining: the buttons for it, how many sessions are left, and when they will have gone.

import {el, setData, setText} from './dom.js';
import {count, counted, duration} from './format.js';
import {isOver} from './cluster.js';

const PATIENCE_MS = 10000;

/** What a server's card has of it. */
export function makeDrain(name) {
  const left = el('p', {className: 'drain-left'});
  const bar = el('progress', {ariaLabel: `Sessions of ${name} that have gone`});
  const estimate = el('p', {className: 'drain-estimate'});
  const alone = el('p', {className: 'drain-alone'}, 'Nobody else takes new visitors.');
  const progress = el('div', {className: 'drain-progress'}, left, bar, estimate, alone);
  const begin = el('button', {type: 'button', title: 'New visitors go elsewhere; those with a session here stay'}, 'Drain');
  const end = el('button', {type: 'button'}, 'Take new visitors again');
  const outcome = el('p', {className: 'outcome', role: 'status'});
  let sentAt = 0;
  let wasDraining = false;

  const act = async (verb, text) => {
    sentAt = Date.now();
    setText(outcome, text);
    begin.disabled = end.disabled = true;
    const failure = await order(verb, name);
    if (failure) {
      settle(failure);
    }
  };
  const settle = (text) => {
    sentAt = 0;
    setText(outcome, text);
    begin.disabled = end.disabled = false;
  };
  begin.addEventListener('click', () => act('drain', 'Asked to drain…'));
  end.addEventListener('click', () => act('resume', 'Asked to take new visitors…'));

  return {
    element: el('div', {className: 'drain'}, progress, el('div', {className: 'demo'}, begin, end, outcome)),
    show(server) {
      const drain = isOver(server) ? null : server.report?.drain ?? null;
      if (sentAt > 0 && ((drain !== null) !== wasDraining || Date.now() - sentAt > PATIENCE_MS)) {
        settle('');
      }
      wasDraining = drain !== null;
      progress.hidden = drain === null;
      begin.hidden = drain !== null || isOver(server) || !server.report;
      end.hidden = drain === null;
      if (drain) {
        const most = Math.max(drain.sessionsAtStart, drain.sessionsLeft, 1);
        bar.max = most;
        bar.value = most - drain.sessionsLeft;
        setText(left, leftOf(drain));
        setText(estimate, estimateOf(drain));
        alone.hidden = drain.takers > 0;
        setData(progress, 'done', String(drain.sessionsLeft === 0));
      }
    },
  };
}

function leftOf({sessionsLeft, sessionsAtStart, forMs}) {
  const of = sessionsLeft > sessionsAtStart
    ? `${counted(sessionsLeft, 'session')} left, ${count(sessionsAtStart)} when it began`
    : `${count(sessionsLeft)} of ${counted(sessionsAtStart, 'session')} left`;
  return `${of}, draining for ${duration(forMs)}`;
}

/** In plain words. */
function estimateOf({estimateMs, estimateFrom, lastExpiryMs}) {
  const bound = lastExpiryMs < 0 ? 'some never expire' : `if nobody used them, in ${duration(lastExpiryMs)} at the latest`;
  switch (estimateFrom) {
    case 'none-left':
      return 'All have gone: it can be stopped.';
    case 'pace':
      return `At the pace so far the rest is gone in about ${duration(estimateMs)}; ${bound}.`;
    case 'expiry':
      return `The last expires in ${duration(estimateMs)}, if nobody uses it.`;
    default:
      return 'When they will have gone is unknown: none has gone yet, and some never expire.';
  }
}

/** Gives the order; returns what went wrong, or ''. */
async function order(verb, server) {
  try {
    // A form of another site cannot send this header.
    const response = await fetch(`api/${verb}?server=${encodeURIComponent(server)}`,
      {method: 'POST', headers: {'X-Lockstep-Console': '1'}});
    return response.ok ? '' : `${server}: ${(await response.text()).slice(0, 200)}`;
  } catch {
    return `${server}: no server answers.`;
  }
}
