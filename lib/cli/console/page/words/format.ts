import { language, say } from './language.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** Returns a clock time of the browser's zone, with seconds: `15:33:45`. Of another day with the date. */
export function toTime(at: string | undefined): string {
  if (at === undefined) return '–';
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const time = date.toLocaleTimeString('en-GB');
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? time : `${date.toLocaleDateString('sv-SE')} ${time}`;
}

/** Returns how long something took: `8 ms`, `0.3 s`, `12 min`. */
export function toSpan(ms: number): string {
  if (ms < 100) return say('milliseconds', { n: Math.round(ms) });
  if (ms < 10 * SECOND_MS) return say('seconds', { n: (ms / SECOND_MS).toFixed(1) });
  if (ms < 10 * MINUTE_MS) return say('seconds', { n: Math.round(ms / SECOND_MS) });
  return say('minutes', { n: Math.round(ms / MINUTE_MS) });
}

/** Returns a count with separators: `2,413`. */
export function toCount(count: number): string {
  return count.toLocaleString(language.value);
}

/** Returns a decimal with separators, its digits untouched: `-1234567.80` is `−1,234,567.80`. */
export function toAmount(decimal: string): string {
  const [, sign = '', whole = decimal, rest = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(decimal) ?? [];
  return `${sign === '-' ? '−' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest}`;
}

/** Returns the words that there are, with a separator between. */
export function joinWords(words: readonly (string | undefined)[], separator = ' '): string {
  return words.filter((word) => word !== undefined && word !== '').join(separator);
}
