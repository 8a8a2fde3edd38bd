import {follow} from './feed.js';
import {picture} from './cluster.js';
import {makeMeters} from './meters.js';
import {showPerformance} from './performance.js';
import {makePlacements, withLost} from './placements.js';
import {showLost, showOverview} from './overview.js';
import {showServers} from './servers.js';
import {prepareSession} from './session.js';
import {showTables} from './tables.js';
import {showTasks} from './tasks.js';
import {makeTopics} from './topics.js';
import {showTransports} from './transports.js';

/** What the server says at first: where the demo's control is, if this is the demo. */
async function start() {
  for (;;) {
    try {
      const response = await fetch('api/console');
      if (response.ok) {
        return await response.json();
      }
      showLost(`The server answers ${response.status}.`);
    } catch {
      showLost('No server answers.');
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

const {demoControl} = await start();
prepareSession();
const placements = makePlacements();
const topics = makeTopics();
const meters = makeMeters();
let cluster = null;

await follow({
  reports(reports) {
    const now = picture(reports, cluster);
    cluster = withLost(now, placements.losses(now, Date.now()));
    showOverview(cluster);
    showServers(cluster, demoControl);
    showTables(cluster, topics.rows(cluster.servers));
    showTasks(cluster);
    showPerformance(cluster, meters.rows(cluster.servers));
    showTransports(cluster);
  },
  lost: showLost,
});
