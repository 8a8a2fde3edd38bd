// The topics of all servers, with rates. Pure: no page, no clock; time is the servers' own.

/** Remembers each server's counts of a moment ago. */
export function makeTopics() {
  let known = new Map();

  /** The topics of these servers, one row for each name. */
  function rows(servers) {
    const rows = new Map();
    const now = new Map();
    for (const {report} of servers) {
      if (report?.topics) {
        const rates = ratesOf(report, known.get(report.incarnation));
        now.set(report.incarnation, rates);
        report.topics.topics.forEach((topic) => add(rows, topic, rates.of.get(topic.name)));
      }
    }
    known = now;
    return [...rows.values()];
  }

  return {rows};
}

const NONE = {published: 0, received: 0};

/** What went through a server in each second since its report before; that one's rates when it is still the same. */
function ratesOf(report, before) {
  if (before?.report.uptimeMs === report.uptimeMs) {
    return before;
  }
  const seconds = before ? (report.uptimeMs - before.report.uptimeMs) / 1000 : Infinity;
  const counts = new Map(before?.report.topics.topics.map((topic) => [topic.name, topic]));
  const of = new Map(report.topics.topics.map((topic) => {
    const {published, received} = counts.get(topic.name) ?? NONE;
    return [topic.name, {published: (topic.published - published) / seconds, received: (topic.received - received) / seconds}];
  }));
  return {report, of};
}

function add(rows, topic, rate) {
  const {name} = topic;
  const row = rows.get(name) ?? {name, listeners: 0, published: 0, received: 0, dropped: 0, publishRate: 0, receiveRate: 0};
  row.listeners += topic.listeners;
  row.published += topic.published;
  row.received += topic.received;
  row.dropped += topic.dropped;
  row.publishRate += rate.published;
  row.receiveRate += rate.received;
  rows.set(name, row);
}
