import type { PollPorts } from '../../../lib/poll/poll-ports.ts';
import { pollShop, type ShopPolled } from '../../../lib/poll/poll-shop.ts';
import { decodeFetchMessage, type FetchMessage } from '../../../lib/queue/fetch-message.ts';
import { type AnyMessage, decodeMessage } from '../../../lib/queue/message.ts';
import type { LedgerEntry } from '../../../lib/stores/ledger/ledger-entry.ts';
import type { ParkedDelivery } from '../../../lib/stores/parked/parked-delivery.ts';
import { createMemoryLedger } from '../doubles/memory-ledger.ts';
import { createMemoryPollPlaces } from '../doubles/memory-poll-places.ts';
import { memoryTombstones } from '../doubles/memory-tombstones.ts';
import { createModelShop, type ModelShopOptions } from '../doubles/model-shop.ts';
import { recordTelemetry } from '../doubles/recorded-telemetry.ts';
import { aShopConnection } from './a-connection.ts';
import { accepted, aDrain } from './a-drain.ts';
import { aRecord, QUEUE_TIME } from './queue-records.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const unexpected = () => Promise.reject(new Error('not asked for here'));

/** Returns a poll of one connection, `main`, with a shop in memory and a drain behind it; its ports remember. */
export function aPoll(
  settings: Parameters<typeof aShopConnection>[0] = {},
  {
    changes = {},
    ...shopOptions
  }: Omit<Partial<ModelShopOptions>, 'clock'> & { readonly changes?: Partial<PollPorts> } = {},
) {
  const clock = { now: QUEUE_TIME };
  const now = () => clock.now;
  const shop = createModelShop({ clock, ...shopOptions });
  const connection = aShopConnection({ poll: {}, ...settings });
  const telemetry = recordTelemetry();
  const ledger = createMemoryLedger(now, new Map<string, LedgerEntry>());
  const drain = aDrain({ ledger });
  const places = createMemoryPollPlaces(now);
  const seen = {
    queued: [] as AnyMessage[],
    waiting: [] as string[],
    fetches: [] as FetchMessage[],
    parked: [] as ParkedDelivery[],
    slept: [] as number[],
  };
  let runs = 0;
  const ports: PollPorts = {
    connectionIds: () => Promise.resolve([connection.id]),
    connections: { find: () => Promise.resolve({ kind: 'found', value: connection }) },
    clients: { find: unexpected },
    tokens: { get: unexpected, renew: unexpected, refresh: unexpected },
    granted: { get: unexpected, renew: unexpected },
    ask: shop.ask,
    ledger,
    places,
    heardFrom: { read: () => Promise.resolve(new Map()) },
    tombstones: memoryTombstones(),
    queue: {
      sendAll: (bodies) => {
        seen.queued.push(...bodies.map(decodeMessage));
        seen.waiting.push(...bodies);
        return Promise.resolve();
      },
    },
    fetches: {
      sendAll: (bodies) => {
        seen.fetches.push(...bodies.map(decodeFetchMessage));
        return Promise.resolve();
      },
    },
    erasures: { sendAll: () => Promise.resolve() },
    parked: { park: (parked) => Promise.resolve(`key-${seen.parked.push(parked)}`) },
    telemetry,
    holdMs: 2 * MINUTE,
    now,
    sleep: (ms) => {
      seen.slept.push(ms);
      clock.now += ms;
      return Promise.resolve();
    },
    newOwner: () => `run-${(runs += 1)}`,
    ...changes,
  };
  const { api, listing } = shop.source;
  if (api === undefined || listing === undefined) throw new Error('The model has lists');
  const client = { clientId: 'app', clientSecret: 'secret-of-the-app' };
  const polled = {
    source: shop.source,
    listing,
    connection,
    api: { connection: connection.id, shop: connection.shop, api, client },
  };
  return {
    clock,
    shop,
    ports,
    places,
    ledger,
    telemetry,
    seen,
    /** Polls once. */
    poll: ({
      remainingMs = () => 600_000,
    }: {
      readonly remainingMs?: () => number;
    } = {}): Promise<ShopPolled> => pollShop(ports, polled, remainingMs),
    /** Drains what was queued, until nothing waits. */
    drain: async () => {
      drain.ports.clock.now = clock.now;
      for (let rounds = 0; seen.waiting.length > 0 && rounds < 50; rounds += 1) {
        const records = seen.waiting
          .splice(0)
          .map((body, index) => aRecord({ messageId: `m-${rounds}-${index}`, body }));
        const kept = new Set(await drain.drain(records, { answer: () => accepted }));
        seen.waiting.push(...records.filter(({ messageId }) => kept.has(messageId)).map(({ body }) => body));
      }
    },
    /** What was sent to Dfinery, by event id, with how often. */
    sent: () => {
      const times = new Map<string, number>();
      for (const { json } of drain.seen.sent)
        for (const { event_log_id: id } of json.events) times.set(id, (times.get(id) ?? 0) + 1);
      return times;
    },
    /** The names of what was queued, in order. */
    queued: () => seen.queued.map(({ subjectKey }) => subjectKey),
  };
}
