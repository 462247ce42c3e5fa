import { expect } from 'vitest';
import { fetchBatch } from '../../../lib/fetch/fetch-batch.ts';
import type { FetchPorts } from '../../../lib/fetch/fetch-ports.ts';
import type { ShopConnection } from '../../../lib/model/connection.ts';
import type { DeadLetter } from '../../../lib/queue/dead-letter-queue.ts';
import { encodeFetchMessage } from '../../../lib/queue/fetch-message.ts';
import { type AnyMessage, decodeMessage } from '../../../lib/queue/message.ts';
import type { VisibilityChange } from '../../../lib/queue/message-visibility.ts';
import type { QueueRecord } from '../../../lib/queue/worker/queue-record.ts';
import type { HttpAnswer } from '../../../lib/runtime/http/http-answer.ts';
import type { TokenReading } from '../../../lib/shop-client/access-tokens.ts';
import { cafe24 } from '../../../lib/sources/cafe24/source.ts';
import type { ApiClient, ApiRequest } from '../../../lib/sources/shop-api.ts';
import type { ConnectionReading } from '../../../lib/stores/connections/connection-store.ts';
import type { ParkedDelivery } from '../../../lib/stores/parked/parked-delivery.ts';
import { memoryTombstones } from '../doubles/memory-tombstones.ts';
import { recordTelemetry } from '../doubles/recorded-telemetry.ts';
import { expectGroup } from '../reading/expect-group.ts';
import { fixture } from '../reading/fixtures.ts';
import { aShopConnection } from './a-connection.ts';
import { aRecord, QUEUE_TIME } from './queue-records.ts';

/** A request for an order, or a product, as it reached the shop. */
export interface AskedOrder {
  readonly orderId: string;
  readonly shop: string;
  readonly request: ApiRequest;
}

/** The world around the fetching function, as a test sets it. */
export interface FetchWorld {
  readonly answer?: (asked: AskedOrder) => HttpAnswer | Promise<HttpAnswer>;
  readonly shop?: (id: string) => ConnectionReading<ShopConnection>;
  readonly client?: (id: string) => ConnectionReading<ApiClient>;
  readonly token?: (id: string) => TokenReading;
  readonly remainingMs?: () => number;
}

/** Returns a fetching function of Cafe24 orders that can run repeatedly; its ports remember. */
export function aFetch(changes: Partial<FetchPorts> = {}) {
  let world: FetchWorld = {};
  let handed = 0;
  const clock = { now: QUEUE_TIME };
  const telemetry = recordTelemetry();
  const seen = {
    asked: [] as AskedOrder[],
    queued: [] as AnyMessage[],
    parked: [] as ParkedDelivery[],
    buried: [] as DeadLetter[],
    hidden: [] as VisibilityChange[],
    slept: [] as number[],
  };
  const token = (id: string) => Promise.resolve(world.token?.(id) ?? aToken(`secret-token-${id}`));
  const ports: FetchPorts = {
    connections: { find: (id) => Promise.resolve(world.shop?.(id) ?? foundShop(id)) },
    clients: { find: (id) => Promise.resolve(world.client?.(id) ?? foundClient) },
    tokens: {
      get: ({ connection }) => token(connection),
      renew: ({ connection }) => token(connection),
      refresh: () => Promise.reject(new Error('not asked for here')),
    },
    granted: {
      get: ({ connection }) => token(connection),
      renew: ({ connection }) => token(connection),
    },
    ask: async ({ shop }, request) => {
      const orderId = decodeURIComponent(/(?:orders|products)\/([^?]+)/.exec(request.path)?.[1] ?? '');
      const asked = { orderId, shop, request };
      seen.asked.push(asked);
      return (await world.answer?.(asked)) ?? givenOrder(orderId);
    },
    queue: {
      sendAll: (bodies, group) => {
        expectGroup(bodies, group);
        seen.queued.push(...bodies.map(decodeMessage));
        return Promise.resolve();
      },
    },
    parked: {
      park: (parked) => {
        seen.parked.push(parked);
        return Promise.resolve(`key-${seen.parked.length}`);
      },
    },
    visibility: {
      hide: (asked) => {
        seen.hidden.push(...asked);
        return Promise.resolve({ failed: 0, reasons: [] });
      },
    },
    deadLetters: {
      sendAll: (letters) => {
        seen.buried.push(...letters);
        return Promise.resolve(new Set(letters));
      },
    },
    telemetry,
    backOff: { baseSeconds: 30, maxSeconds: 3600 },
    now: () => clock.now,
    // In the middle of the jitter.
    random: () => 0.5,
    tombstones: memoryTombstones(),
    sleep: (ms) => {
      seen.slept.push(ms);
      clock.now += ms;
      return Promise.resolve();
    },
    ...changes,
  };
  return {
    ports,
    clock,
    telemetry,
    seen,
    /** Fetches a batch and returns the ids of the records that stay queued. */
    fetch: async (records: readonly QueueRecord[], newWorld: FetchWorld = {}): Promise<string[]> => {
      world = newWorld;
      const remainingMs = world.remainingMs ?? (() => 90_000);
      handed += records.length;
      const { batchItemFailures } = await fetchBatch(ports, { records, remainingMs });
      expectBalance(telemetry.counts, handed);
      return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
    /** The order numbers that were asked for, in order. */
    askedFor: (): string[] => seen.asked.map(({ orderId }) => orderId),
    /** The order numbers whose events were queued, in order. */
    queuedOrders: (): string[] => seen.queued.map(({ subjectKey }) => subjectKey),
  };
}

/** Every record that was handed over has one outcome. */
function expectBalance(counts: Readonly<Record<string, number>>, handed: number): void {
  const settled = Object.entries(counts)
    .filter(([key]) => /^Fetch(Done|Ignored|Parked|Erased|Duplicate|Dead|Kept)(:|$)/.test(key))
    .reduce((total, [, count]) => total + count, 0);
  expect(settled, 'the account of the records').toBe(handed);
}

export interface NamedOrder {
  readonly orderId: string;
  readonly connection?: string;
  readonly source?: string;
  readonly shopNo?: string;
  /** What the webhook named besides order and shop. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** How often its record was received, this time included. Default 1. */
  readonly receives?: number;
  /** How long before `QUEUE_TIME` it was queued. Default 1 s. */
  readonly ageMs?: number;
}

/** Returns queue records that name orders, with `record-1`, `record-2` … as their ids. */
export function fetchRecords(orders: readonly NamedOrder[]): QueueRecord[] {
  return orders.map((named, index) => {
    const { orderId, connection = 'main', source = 'cafe24', shopNo = '1', parameters, ...more } = named;
    const body = encodeFetchMessage({
      kind: 'order',
      connection,
      source,
      reference: { orderId, parameters: { shop_no: shopNo, ...parameters } },
      deliveryId: `delivery-${index + 1}`,
      receivedAt: '2026-11-24T00:00:00.000Z',
      traceId: `trace-${index + 1}`,
    });
    return aRecord({ ...more, messageId: `record-${index + 1}`, body });
  });
}

/** Returns the answer to a request, with the body as JSON unless it is text. */
export function answered(
  status: number,
  body: unknown = '',
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'answered', status, headers, body: text };
}

export const unanswered: HttpAnswer = { kind: 'unanswered', reason: 'timeout' };

/** Returns the fixture `order.<name>` under another number, with changes, as the API gives it. */
export function givenOrder(
  orderId: string,
  {
    name = 'member-krw',
    headers = {},
    ...changes
  }: {
    readonly name?: string;
    readonly headers?: Record<string, string>;
    readonly [field: string]: unknown;
  } = {},
): HttpAnswer {
  const order = JSON.parse(fixture(cafe24, `order.${name}`).rawBody.toString()) as object;
  return answered(200, { order: { ...order, ...changes, order_id: orderId } }, headers);
}

/** Returns a connection of the mall `{id}-mall` as the store finds it. */
export function foundShop(
  id: string,
  changes: Parameters<typeof aShopConnection>[0] = {},
): ConnectionReading<ShopConnection> {
  const connection = aShopConnection({ source: 'cafe24', shop: `${id}-mall`, ...changes });
  return { kind: 'found', value: { ...connection, id } };
}

const foundClient: ConnectionReading<ApiClient> = {
  kind: 'found',
  value: { clientId: 'app', clientSecret: 'secret-of-the-app' },
};

export function aToken(accessToken: string): TokenReading {
  return { kind: 'token', accessToken };
}
