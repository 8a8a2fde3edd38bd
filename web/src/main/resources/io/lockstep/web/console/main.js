import {follow} from './feed.js';
import {picture} from './cluster.js';
import {showLost, showOverview} from './overview.js';
import {showServers} from './servers.js';
import {showTables} from './tables.js';

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
let cluster = null;

await follow({
  reports(reports) {
    cluster = picture(reports, cluster);
    showOverview(cluster);
    showServers(cluster, demoControl);
    showTables(cluster);
  },
  lost: showLost,
});
