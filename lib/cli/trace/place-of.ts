import { isNegative, isZero } from '../../model/money.ts';
import { wasAccepted } from '../../stores/ledger/ledger-entry.ts';
import type { ServicePause } from '../../stores/ledger/service-pauses.ts';
import { tellingOf } from '../../stores/ledger/telling-of.ts';
import { describePause, pauseReasons } from '../describe-pause.ts';
import { toClock } from '../to-clock.ts';
import type { FoundLetter, FoundOrder } from './found-order.ts';
import type { LogLine } from './log-lines.ts';
import { nextTryBy } from './next-try-by.ts';

/** Where an order is. */
export type PlaceName = (typeof places)[number]['name'];

/** Where an order is: in one line, and what to type then. */
export interface Place {
  readonly name: PlaceName;
  /** `sent · 09:00`. No personal data. */
  readonly line: string;
  /** Arguments of `adapter`. May be empty. */
  readonly next: readonly string[];
}

interface Row {
  readonly name: string;
  /** Returns the details if the order is there, which may be empty; otherwise `undefined`. */
  readonly says: (found: FoundOrder) => string | undefined;
  readonly next: (found: FoundOrder) => readonly string[];
}

const nothing = (): readonly string[] => [];
const status = ({ connection }: FoundOrder): readonly string[] => [
  'status',
  `connection check ${connection}`,
];

/** In this order: the first row that says something is the place. */
const places = [
  {
    name: 'erased',
    says: ({ isErased }) =>
      isErased ? 'its customer asked to be forgotten; nothing of it is sent' : undefined,
    next: () => ['erasures list'],
  },
  { name: 'sent', says: whenSent, next: nextOfSent },
  {
    name: 'being sent',
    says: (found) => {
      const [claimed] = partsOf(found).filter(
        (part) => part.state === 'claimed' && part.leaseUntil > found.now,
      );
      return (
        claimed && `since ${toClock(claimed.at, found.now)}, until ${toClock(claimed.leaseUntil, found.now)}`
      );
    },
    next: nothing,
  },
  {
    name: 'dead',
    says: (found) => {
      const [letter] = found.letters.filter(isOfOrder);
      return letter && describeLetter(letter, found.now);
    },
    next: (found) => {
      const [letter] = found.letters.filter(isOfOrder);
      return letter === undefined ? [] : nextOfLetter(letter, found.orderId);
    },
  },
  {
    name: 'may have arrived',
    says: (found) => {
      const [part] = partsOf(found).filter((one) => !wasAccepted(one));
      return (
        part &&
        `no readable answer at ${toClock(part.at, found.now)}; sent again under the same id, so it counts once`
      );
    },
    next: status,
  },
  {
    name: 'waiting',
    says: (found) => {
      const { entry, lastAnswer, now } = found;
      const sent = partsOf(found).length;
      if (sent > 0)
        return `${sent} of ${entry?.parts ?? sent} parts are sent, the rest by ${toClock(nextTryBy(found), now)}`;
      if (entry?.failedOf === undefined) return undefined;
      const code = lastAnswer?.because === entry.failedOf ? ` (${lastAnswer.code ?? ''})` : '';
      return `${wordsOf(entry.failedOf)}${code}, next try by ${toClock(nextTryBy(found), now)}`;
    },
    next: (found) =>
      found.entry?.failedOf === 'refused' ? [`names --connection ${found.connection}`] : status(found),
  },
  {
    name: 'untold',
    says: ({ entry }) => {
      const telling = tellingOf(entry);
      return telling.kind === 'none' && telling.isClosed
        ? 'called off before it was told, so nothing is sent'
        : undefined;
    },
    next: nothing,
  },
  {
    name: 'parked',
    says: ({ parked: [first, ...more] }) =>
      first && `${first.issue}${more.length === 0 ? '' : `, and ${more.length} more deliveries`}`,
    next: ({ parked }) =>
      parked.slice(0, 1).flatMap(({ key }) => [`parked show ${key}`, `parked replay ${key}`]),
  },
  {
    name: 'held',
    says: (found) => {
      const held = pauseInForce(found);
      return held !== undefined && (found.entry !== undefined || isQueued(found)) ? held.words : undefined;
    },
    next: status,
  },
  {
    name: 'fetching',
    says: ({ lines, now }) => {
      const last = lines.findLast(({ message }) => ON_THE_WAY.has(message));
      if (last === undefined || !isFetching(last)) return undefined;
      const reason =
        last.reason === undefined ? 'the shop’s API is asked for it' : `it waits: ${last.reason}`;
      return `${reason}${last.code === undefined ? '' : ` (${last.code})`}${atTime(', ', last, now)}`;
    },
    next: () => ['doctor', 'dead-letters list --queue fetches'],
  },
  {
    name: 'queued',
    says: (found) =>
      found.entry !== undefined || isQueued(found)
        ? `not tried yet${atTime(', since ', found.lines.findLast(isQueuing), found.now)}`
        : undefined,
    next: status,
  },
  {
    name: 'ignored',
    says: ({ lines, now }) => {
      const last = lines.findLast(({ message }) => IGNORED.has(message));
      return last && `${last.reason ?? 'no reason'}${atTime(', ', last, now)}`;
    },
    next: ({ connection }) => [`connection get ${connection}`],
  },
  {
    name: 'refund waiting for its purchase',
    says: ({ waitingRefunds, letters }) => {
      const ids = [...waitingRefunds, ...letters.map(({ names }) => names)];
      return ids.length === 0 ? undefined : ids.join(', ');
    },
    next: ({ orderId, letters }) => letters.flatMap((letter) => nextOfLetter(letter, orderId)),
  },
  {
    name: 'name',
    says: ({ looksLikeName }) =>
      looksLikeName
        ? 'this is the name that the shop shows; trace needs the id, which is the number in the address of the order’s page in the admin'
        : undefined,
    next: nothing,
  },
  {
    name: 'held, if it was queued',
    says: (found) => pauseInForce(found)?.words,
    next: status,
  },
  {
    name: 'unknown',
    says: ({ unseen, turnedAway }) => {
      if (unseen.length > 0) return `and not everything could be looked at: ${unseen.join('; ')}`;
      return turnedAway > 0
        ? `nothing here names it. Lambda turned ${turnedAway} invocations away in the last day: its webhook may be one of them`
        : 'nothing here names it: its webhook never came, or it is older than 400 days';
    },
    next: ({ connection, source, isPolled, turnedAway }) => [
      ...(turnedAway > 0 ? ['status'] : []),
      ...(isPolled ? [`poll run --connection ${connection}`] : []),
      'doctor',
      `backfill --source ${source} --connection ${connection} FILE.jsonl`,
    ],
  },
] as const satisfies readonly Row[];

/** Returns where an order is, by all that was found of it. Pure. */
export function placeOf(found: FoundOrder): Place {
  for (const { name, says, next } of places) {
    const details = says(found);
    if (details !== undefined) return { name, line: `${name} · ${details}`, next: next(found) };
  }
  throw new Error('The last row says something of every order');
}

function partsOf({ entry }: FoundOrder) {
  return Object.values(entry?.states ?? {});
}

function whenSent(found: FoundOrder): string | undefined {
  const { entry, letters, parked, lines, now } = found;
  const telling = tellingOf(entry);
  const logged = lines.find(
    ({ message, orderIds = '' }) => message === SENT && orderIds.split(',').includes(found.orderId),
  );
  if (telling.kind !== 'told') {
    // The ledger forgets after 400 days; a log may be kept longer.
    return entry === undefined && logged !== undefined
      ? `the log says so${atTime(', ', logged, now)}`
      : undefined;
  }
  const sentAt = Math.max(...partsOf(found).map(({ at }) => at));
  const later = lines
    .filter((line) => isQueuing(line) || line.message === 'Delivery known')
    .map(timeOf)
    .filter((at) => at !== undefined && at > sentAt);
  const last = later.at(-1);
  const { untold } = telling.account;
  return [
    toClock(sentAt, now),
    ...(last === undefined
      ? []
      : [`delivered again ${toClock(last, now)}, which changed nothing that was sent`]),
    ...(isZero(untold) || isNegative(untold) ? [] : [`${untold} became due later and is not told`]),
    ...letters.slice(0, 1).map((letter) => `${letter.kind} ${letter.names} is dead: ${letter.cause}`),
    ...(parked.length === 0 ? [] : ['a later delivery is parked']),
  ].join(' · ');
}

function nextOfSent({ letters, parked, orderId }: FoundOrder): readonly string[] {
  return [
    ...letters.slice(0, 1).flatMap((letter) => nextOfLetter(letter, orderId)),
    ...parked.slice(0, 1).map(({ key }) => `parked show ${key}`),
  ];
}

/** A letter of the order itself, or of its whole fetch. */
function isOfOrder({ queue, kind }: FoundLetter): boolean {
  return (queue === 'events' && kind === 'purchase') || (queue === 'fetches' && kind === 'order');
}

function describeLetter({ cause, code, diedAt }: FoundLetter, now: number): string {
  const since = diedAt === undefined ? '' : `, since ${toClock(diedAt, now)}`;
  return code === undefined || code === cause ? `${cause}${since}` : `${code} (${cause})${since}`;
}

function nextOfLetter({ queue, id }: FoundLetter, orderId: string): readonly string[] {
  const of = queue === 'events' ? '' : ` --queue ${queue}`;
  return [`dead-letters show ${id}${of}`, `dead-letters redrive --order ${orderId}${of}`];
}

/** Why a try failed, for a person. The ledger's word may come from another version. */
function wordsOf(failedOf: string): string {
  const words: Readonly<Record<string, string>> = {
    ...pauseReasons,
    refused: 'Dfinery refused it',
    'purchase-missing': 'it waits for its purchase',
    'order-unsettled': 'it waits for another version of the order',
  };
  return Object.hasOwn(words, failedOf) ? (words[failedOf] ?? failedOf) : failedOf;
}

function pauseInForce({ pauses, lastAnswer, now }: FoundOrder) {
  const isNow = (pause: ServicePause | undefined) => pause !== undefined && pause.until > now;
  const lane = (['service', 'connection'] as const).find((name) => isNow(pauses[name]));
  const pause = lane && pauses[lane];
  if (pause === undefined) return undefined;
  const code = lastAnswer?.because === pause.reason ? lastAnswer.code : undefined;
  return { words: `the ${String(lane)} is paused ${describePause(pause, { code, now })}` };
}

const SENT = 'Events sent';
const IGNORED = new Set(['Delivery ignored', 'Order ignored']);
const ORDER_QUEUED = 'Order queued';
const ON_THE_WAY = new Set(['Delivery queued', 'Fetch waits', ORDER_QUEUED, 'Message dead', ...IGNORED]);

function isFetching({ message, events = 0, fetches = 0 }: LogLine): boolean {
  return message === 'Fetch waits' || (message === 'Delivery queued' && events === 0 && fetches > 0);
}

/** A line by which events of the order came into the queue. */
function isQueuing({ message, events = 0 }: LogLine): boolean {
  return message === ORDER_QUEUED || (message === 'Delivery queued' && events > 0);
}

function isQueued({ lines }: FoundOrder): boolean {
  return lines.some(isQueuing);
}

function timeOf({ timestamp = '' }: LogLine): number | undefined {
  const at = Date.parse(timestamp);
  return Number.isNaN(at) ? undefined : at;
}

function atTime(before: string, line: LogLine | undefined, now: number): string {
  const at = line && timeOf(line);
  return at === undefined ? '' : `${before}${toClock(at, now)}`;
}
