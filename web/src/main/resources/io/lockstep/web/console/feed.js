// How the page hears of the cluster: events, or, where they don't come through, a question now and then. Behind a
// balancer each try may be answered by another server.

const SILENCE_MS = 4000;
const PAUSE_MS = 1000;
const POLL_PAUSE_MS = 2000;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs until the page ends. `on.reports(reports)` gets each report, `on.lost(why)` hears when none comes. */
export async function follow(on) {
  for (;;) {
    await shown();
    const began = performance.now();
    const heard = await stream(on);
    if (!heard) {
      await pause((await ask(on)) ? POLL_PAUSE_MS : PAUSE_MS);
    } else if (performance.now() - began < PAUSE_MS) {
      await pause(PAUSE_MS);
    }
  }
}

/** Waits while nobody sees the page. */
function shown() {
  return new Promise((resolve) => {
    const check = () => {
      if (!document.hidden) {
        document.removeEventListener('visibilitychange', check);
        resolve();
      }
    };
    document.addEventListener('visibilitychange', check);
    check();
  });
}

/** Listens until the events end; says whether any came. */
function stream(on) {
  return new Promise((resolve) => {
    const source = new EventSource('api/events');
    let heard = false;
    let watchdog;
    const end = () => {
      clearTimeout(watchdog);
      source.close();
      document.removeEventListener('visibilitychange', endWhenHidden);
      resolve(heard);
    };
    const endWhenHidden = () => document.hidden && end();
    const wait = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(end, SILENCE_MS);
    };
    source.addEventListener('cluster', (event) => {
      heard = true;
      wait();
      on.reports(JSON.parse(event.data));
    });
    source.onerror = end;
    document.addEventListener('visibilitychange', endWhenHidden);
    wait();
  });
}

async function ask(on) {
  try {
    const response = await fetch('api/cluster', {signal: AbortSignal.timeout(SILENCE_MS)});
    if (response.ok) {
      on.reports(await response.json());
      return true;
    }
    on.lost(`The server answers ${response.status}.`);
  } catch {
    on.lost('No server answers.');
  }
  return false;
}
