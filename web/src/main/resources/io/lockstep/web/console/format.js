const COUNT = new Intl.NumberFormat('en');
const PLURALS = {session: 'sessions', server: 'servers', backup: 'backups', message: 'messages', gap: 'gaps', change: 'changes', loss: 'losses'};

/** 1234 → 1,234 */
export const count = (number) => COUNT.format(number);

/** 1 → 1 session, 2 → 2 sessions */
export const counted = (number, noun) => `${count(number)} ${number === 1 ? noun : PLURALS[noun]}`;

/** 0.25 → 0.3/s, 1234 → 1,234/s */
export const rate = (perSecond) => `${perSecond > 0 && perSecond < 10 ? perSecond.toFixed(1) : count(Math.round(perSecond))}/s`;

/** 2048 → 2.0 KB */
export function bytes(number) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = number;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** 65000 → 1 min 5 s */
export function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return two(minutes, 'min', seconds % 60, 's');
  }
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? two(hours, 'h', minutes % 60, 'min') : two(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const two = (large, largeUnit, small, smallUnit) =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

/** 12345 → 12.3 ms */
export const millis = (us) => `${us < 100000 ? (us / 1000).toFixed(1) : count(Math.round(us / 1000))} ms`;

/** How long ago, in words. */
export const ago = (ms) => (ms < 1000 ? 'just now' : `${duration(ms)} ago`);

/** A share of one as per cent; negative means unknown. */
export const load = (share) => (share === null || share < 0 ? 'unknown' : `${Math.round(share * 100)} %`);

/** The time of day, with the date when it is another day's. */
export function time(ms) {
  const date = new Date(ms);
  const today = date.toDateString() === new Date().toDateString();
  return today ? date.toLocaleTimeString() : date.toLocaleString();
}

/** 3@0123456789abcdef → 3@012345… */
export function epoch(text) {
  const [number, node = ''] = text.split('@');
  return node.length > 8 ? `${number}@${node.slice(0, 6)}…` : text;
}

export const list = (names) => new Intl.ListFormat('en', {type: 'conjunction'}).format(names);
