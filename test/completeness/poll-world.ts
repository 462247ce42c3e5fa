import { type ShopifyShop, startShopifyShop } from '../../infra/local/shop-double/shopify-shop.ts';
import type { ShopConnection } from '../../lib/model/connection.ts';
import type { PollPorts } from '../../lib/poll/poll-ports.ts';
import { type Polled, pollShops } from '../../lib/poll/poll-shops.ts';
import { createAskShop } from '../../lib/shop-client/ask-shop.ts';
import { createGrantedTokens } from '../../lib/shop-client/granted-tokens.ts';
import type { Ledger } from '../../lib/stores/ledger/ledger.ts';
import type { ParkedDelivery } from '../../lib/stores/parked/parked-delivery.ts';
import { aShopConnection } from '../support/builders/a-connection.ts';
import { createMemoryPollPlaces } from '../support/doubles/memory-poll-places.ts';
import { memoryTombstones } from '../support/doubles/memory-tombstones.ts';
import { type RecordedTelemetry, recordTelemetry } from '../support/doubles/recorded-telemetry.ts';

/** A polling function between a stand-in of Shopify and memory, on a clock of its own. */
export interface PollWorld {
  readonly clock: { now: number };
  readonly shop: ShopifyShop;
  readonly connection: ShopConnection;
  readonly ports: PollPorts;
  readonly telemetry: RecordedTelemetry;
  readonly places: ReturnType<typeof createMemoryPollPlaces>;
  /** Bodies of messages that were queued and not taken out yet. */
  readonly queued: string[];
  readonly parked: ParkedDelivery[];
  /** Polls once, after so much time. */
  poll(afterMs?: number): Promise<readonly Polled[]>;
  stop(): Promise<void>;
}

export interface PollWorldOptions {
  readonly startedAt?: number;
  readonly ledger: Pick<Ledger, 'read'>;
  readonly clock: { now: number };
  readonly connection?: Parameters<typeof aShopConnection>[0];
  readonly largestPage?: number;
  readonly answerTimeoutMs?: number;
  readonly isErased?: Parameters<typeof memoryTombstones>[0];
}

export const POLL_EVERY_MS = 15 * 60_000;
const FUNCTION_TIMEOUT_MS = 600_000;

export async function startPollWorld({ ledger, clock, ...options }: PollWorldOptions): Promise<PollWorld> {
  const now = () => clock.now;
  const shop = await startShopifyShop({
    now,
    ...(options.largestPage && { largestPage: options.largestPage }),
  });
  const connection = aShopConnection({ poll: {}, ...options.connection });
  const telemetry = recordTelemetry();
  const places = createMemoryPollPlaces();
  const queued: string[] = [];
  const parked: ParkedDelivery[] = [];
  const ask = createAskShop(new URL(shop.url), options.answerTimeoutMs);
  const none = () => Promise.resolve({ kind: 'unauthorized', code: 'no-tokens' } as const);
  let owners = 0;
  const ports: PollPorts = {
    connectionIds: () => Promise.resolve([connection.id]),
    connections: { find: () => Promise.resolve({ kind: 'found', value: connection }) },
    clients: { find: () => Promise.resolve({ kind: 'found', value: shop.client }) },
    tokens: { get: none, renew: none, refresh: none },
    granted: createGrantedTokens({ ask, telemetry, now }),
    ask,
    ledger,
    heardFrom: { read: () => Promise.resolve(new Map()) },
    places,
    tombstones: memoryTombstones(options.isErased),
    queue: { sendAll: (bodies) => Promise.resolve(void queued.push(...bodies)) },
    fetches: { sendAll: () => Promise.reject(new Error('nothing is fetched here')) },
    erasures: { sendAll: () => Promise.reject(new Error('nobody is erased here')) },
    parked: {
      park: (delivery) => {
        parked.push(delivery);
        return Promise.resolve(`key-${parked.length}`);
      },
    },
    telemetry,
    holdMs: 120_000,
    now,
    sleep: (ms) => {
      clock.now += ms;
      return Promise.resolve();
    },
    newOwner: () => `owner-${(owners += 1)}`,
  };
  return {
    clock,
    shop,
    connection,
    ports,
    telemetry,
    places,
    queued,
    parked,
    poll(afterMs = POLL_EVERY_MS) {
      clock.now += afterMs;
      const endsAt = clock.now + FUNCTION_TIMEOUT_MS;
      return pollShops(ports, () => endsAt - clock.now);
    },
    stop: () => shop.stop(),
  };
}
