import { expect, test } from 'vitest';
import type { PartEntry } from '../../stores/ledger/ledger-entry.ts';
import type { FoundLetter, FoundOrder } from './found-order.ts';
import type { LogLine } from './log-lines.ts';
import { placeOf } from './place-of.ts';

const NOW = Date.parse('2026-11-24T12:00:00');
const MINUTE = 60_000;
const at = (minutes: number) => NOW + minutes * MINUTE;
const stamp = (minutes: number) => new Date(at(minutes)).toISOString();

const nothing: FoundOrder = {
  orderId: '7301648205117',
  connection: 'main',
  source: 'shopify',
  now: NOW,
  entry: undefined,
  isErased: false,
  letters: [],
  parked: [],
  pauses: { service: undefined, connection: undefined },
  lastAnswer: undefined,
  waitingRefunds: [],
  lines: [],
  looksLikeName: false,
  unseen: [],
  turnedAway: 0,
  isPolled: false,
};

const part = (changes: Partial<PartEntry>): PartEntry => ({
  state: 'sent',
  owner: 'a',
  leaseUntil: 0,
  deliveryId: 'd-1',
  at: at(-60),
  ...changes,
});
const entry = (...parts: readonly PartEntry[]) => ({
  parts: Math.max(1, parts.length),
  total: '10',
  states: Object.fromEntries(parts.map((one, index) => [String(index + 1), one])),
});
const letter = (changes: Partial<FoundLetter> = {}): FoundLetter => ({
  queue: 'events',
  id: '24b2150d',
  cause: 'refused',
  code: '40001',
  kind: 'purchase',
  names: '7301648205117',
  diedAt: at(-90),
  ...changes,
});
const line = (message: string, more: Partial<LogLine> = {}): LogLine => ({
  message,
  timestamp: stamp(-30),
  orderId: '7301648205117',
  ...more,
});
const paused = {
  reason: 'unavailable',
  until: at(10),
  probedAt: at(-0.25),
  failures: 3,
  since: at(-50),
} as const;
const refusedAnswer = { refusedAt: at(-1), code: '40001', because: 'refused' };
const parked = [{ key: 'main/2026-11-24/1.json', receivedAt: stamp(-30), issue: 'currency: missing' }];

interface Case {
  readonly found: Partial<FoundOrder>;
  readonly line: RegExp;
  /** The first thing to type. */
  readonly next?: string;
}

const cases: Readonly<Record<string, Case>> = {
  erased: { found: { isErased: true, entry: entry(part({})) }, line: /^erased · / },
  sent: { found: { entry: entry(part({})) }, line: /^sent · 11:00$/ },
  'sent, and known at the door': {
    found: { entry: entry(part({})), lines: [line('Delivery known', { events: 1, reason: 'told' })] },
    line: /^sent · 11:00 · delivered again 11:30, which changed nothing/,
  },
  'sent, and delivered again': {
    found: { entry: entry(part({})), lines: [line('Delivery queued', { events: 1 })] },
    line: /^sent · 11:00 · delivered again 11:30, which changed nothing/,
  },
  'sent, by the log alone': {
    found: { lines: [{ message: 'Events sent', timestamp: stamp(-30), orderIds: '1,7301648205117' }] },
    line: /^sent · the log says so, 11:30$/,
  },
  'sent, with a dead refund': {
    found: { entry: entry(part({})), letters: [letter({ kind: 'refund', names: '7301648205117/1' })] },
    line: /^sent · 11:00 · refund 7301648205117\/1 is dead: refused$/,
    next: 'dead-letters show 24b2150d',
  },
  'sent, though less than is due': {
    found: { entry: { ...entry(part({})), account: { untold: '5' } as never } },
    line: /^sent · 11:00 · 5 became due later and is not told$/,
  },
  'being sent': {
    found: { entry: entry(part({ state: 'claimed', at: at(-1), leaseUntil: at(1) })) },
    line: /^being sent · since 11:59, until 12:01$/,
  },
  dead: {
    found: { letters: [letter()] },
    line: /^dead · 40001 \(refused\), since 10:30$/,
    next: 'dead-letters show 24b2150d',
  },
  'dead before it was fetched': {
    found: { letters: [letter({ queue: 'fetches', kind: 'order', cause: 'not-found', code: 'not-found' })] },
    line: /^dead · not-found, since 10:30$/,
    next: 'dead-letters show 24b2150d --queue fetches',
  },
  'may have arrived': {
    found: { entry: entry(part({ state: 'uncertain', at: at(-5) })) },
    line: /^may have arrived · no readable answer at 11:55; sent again/,
  },
  'may have arrived, as nobody let go of it': {
    found: { entry: entry(part({ state: 'claimed', at: at(-5), leaseUntil: at(-3) })) },
    line: /^may have arrived · /,
  },
  'waiting for its next try': {
    found: {
      entry: { ...entry(), tries: 3, failedOf: 'refused' },
      lastAnswer: refusedAnswer,
      pauses: { service: undefined, connection: { ...paused, reason: 'refused', probedAt: NOW } },
    },
    // Ten minutes, and a fifth of them.
    line: /^waiting · Dfinery refused it \(40001\), next try by 12:12$/,
    next: 'names --connection main',
  },
  'waiting, with a code of another reason': {
    found: { entry: { ...entry(), tries: 1, failedOf: 'throttled' }, lastAnswer: refusedAnswer },
    line: /^waiting · Dfinery’s quota is used up, next try by 12:00$/,
  },
  'waiting with its other parts': {
    found: { entry: { ...entry(part({})), parts: 2, tries: 7, failedOf: 'unavailable' } },
    line: /^waiting · 1 of 2 parts are sent, the rest by 12:12$/,
  },
  untold: {
    found: { entry: { ...entry(), account: { stage: 'closed' } as never } },
    line: /^untold · called off before it was told/,
  },
  parked: {
    found: { parked },
    line: /^parked · currency: missing$/,
    next: 'parked show main/2026-11-24/1.json',
  },
  held: {
    found: { entry: entry(), pauses: { service: paused, connection: undefined } },
    line: /^held · the service is paused since 11:10: Dfinery is unavailable, next probe by 12:00$/,
  },
  'held, by its connection': {
    found: {
      lines: [line('Delivery queued', { events: 1 })],
      pauses: { service: undefined, connection: { ...paused, reason: 'misconfigured' } },
      lastAnswer: { code: '40201', because: 'misconfigured' },
    },
    line: /^held · the connection is paused since 11:10: service id or token are wrong \(40201\), /,
  },
  'held, if it was queued': {
    found: { pauses: { service: paused, connection: undefined } },
    line: /^held, if it was queued · the service is paused/,
  },
  'not held, as the pause is over': {
    found: { entry: entry(), pauses: { service: { ...paused, until: at(-1) }, connection: undefined } },
    line: /^queued · not tried yet$/,
  },
  fetching: {
    found: { lines: [line('Delivery queued', { fetches: 1 })] },
    line: /^fetching · the shop’s API is asked for it, 11:30$/,
  },
  'fetching, which waits': {
    found: { lines: [line('Fetch waits', { reason: 'misconfigured', code: 'http-403' })] },
    line: /^fetching · it waits: misconfigured \(http-403\), 11:30$/,
  },
  'fetched and queued': {
    found: { lines: [line('Delivery queued', { fetches: 1 }), line('Order queued')] },
    line: /^queued · not tried yet, since 11:30$/,
  },
  ignored: {
    found: { lines: [line('Delivery ignored', { reason: 'unpaid' })] },
    line: /^ignored · unpaid, 11:30$/,
  },
  'ignored at first, then queued': {
    found: {
      lines: [line('Delivery ignored', { reason: 'unpaid' }), line('Delivery queued', { events: 1 })],
    },
    line: /^queued · /,
  },
  'a refund without its purchase': {
    found: { waitingRefunds: ['4'] },
    line: /^refund waiting for its purchase · 4$/,
  },
  'the name of an order': { found: { looksLikeName: true }, line: /^name · .*the id, which is the number/ },
  unknown: {
    found: {},
    line: /^unknown · nothing here names it: its webhook never came, or it is older than 400 days$/,
    next: 'doctor',
  },
  'unknown, while Lambda turned invocations away': {
    found: { turnedAway: 18 },
    line: /^unknown · nothing here names it. Lambda turned 18 invocations away in the last day: its webhook may be one of them$/,
    next: 'status',
  },
  'unknown, while not everything was seen': {
    found: { unseen: ['dead letters of events: timeout'] },
    line: /^unknown · and not everything could be looked at: dead letters of events: timeout$/,
  },
  'unknown, of a shop that is polled': {
    found: { isPolled: true },
    line: /^unknown · /,
    next: 'poll run --connection main',
  },
};

test.each(Object.entries(cases))('%s', (_, { found, line: expected, next }) => {
  const place = placeOf({ ...nothing, ...found });

  expect(place.line).toMatch(expected);
  expect(place.line.startsWith(place.name)).toBe(true);
  if (next !== undefined) expect(place.next[0]).toBe(next);
});
