import type { MappingSettings } from '../../lib/model/connection.ts';
import type { AccessTokens } from '../../lib/shop-client/access-tokens.ts';
import { createAskShop } from '../../lib/shop-client/ask-shop.ts';
import { type FetchResult, fetchFromShop } from '../../lib/shop-client/fetch-from-shop.ts';
import { createGrantedTokens } from '../../lib/shop-client/granted-tokens.ts';
import type { ListEntry, ListPage, ShopList } from '../../lib/sources/listing.ts';
import type { ApiClient } from '../../lib/sources/shop-api.ts';
import type { Source } from '../../lib/sources/source.ts';
import { recordTelemetry } from '../support/doubles/recorded-telemetry.ts';

/** What reads the lists of one shop. */
export interface ListedShop {
  readonly source: Source;
  /** Where the shop's stand-in listens. */
  readonly url: string;
  /** As the connection names it. */
  readonly shop: string;
  readonly client: ApiClient;
  readonly settings: MappingSettings;
  /** Only of a source with OAuth. */
  readonly tokens?: Pick<AccessTokens, 'get' | 'renew'>;
  /** Default: as in production. */
  readonly answerTimeoutMs?: number;
}

/** One pass over all lists of orders. */
export interface Pass {
  readonly entries: readonly ListEntry[];
  /** The largest time of a change that was read, or when the shop answered first if a list says no times. */
  readonly watermark: number;
  readonly cursors: readonly string[];
}

/** A list, and a place in it. */
export interface PlaceInList {
  readonly list: ShopList;
  readonly cursor: string;
}

/** Reads a shop's lists as a poll does, without storing anything. */
export interface ListingDriver {
  /** The lists of orders that the connection wants. */
  readonly lists: readonly ShopList[];
  /** Reads one page. */
  readPage(place: PlaceInList): Promise<FetchResult<ListPage>>;
  /** Reads every list of orders from a time to its end. Throws if a page does not come. */
  pass(from: Date, now: Date): Promise<Pass>;
  /** Reads one list from a cursor to its end. Throws if a page does not come. */
  readOn(place: PlaceInList): Promise<Pass>;
}

/** More pages than any list here has. */
const MAX_PAGES = 1_000;

/** Returns a driver over real HTTP, with the adapter's own client. */
export function createListingDriver(shop: ListedShop): ListingDriver {
  const { source, client, settings } = shop;
  const { api, listing } = source;
  if (api === undefined || listing === undefined) throw new Error(`${source.id} lists nothing`);
  const ask = createAskShop(new URL(shop.url), shop.answerTimeoutMs);
  const telemetry = recordTelemetry();
  const none = () => Promise.resolve({ kind: 'unauthorized', code: 'no-tokens' } as const);
  const ports = {
    ask,
    tokens: shop.tokens ?? { get: none, renew: none },
    granted: createGrantedTokens({ ask, telemetry, now: Date.now }),
    telemetry,
    now: Date.now,
  };
  const connection = { connection: 'main', shop: shop.shop, api, client };

  const lists = listing.lists
    .filter(({ about }) => about === 'orders')
    .filter(({ isWanted }) => isWanted?.(settings) ?? true);

  async function readPage({ list, cursor }: PlaceInList): Promise<FetchResult<ListPage>> {
    const { result } = await fetchFromShop(ports, connection, { call: list, reference: cursor });
    return result;
  }

  async function readOn({ list, cursor: first }: PlaceInList): Promise<Pass> {
    const entries: ListEntry[] = [];
    const cursors: string[] = [];
    let answeredAt: number | undefined;
    let cursor: string | undefined = first;
    while (cursor !== undefined) {
      if (cursors.length >= MAX_PAGES) throw new Error('The list has no end');
      cursors.push(cursor);
      const result = await readPage({ list, cursor });
      if (result.kind !== 'found') throw new Error(`A page did not come: ${JSON.stringify(result)}`);
      answeredAt ??= result.answeredAt;
      entries.push(...result.found.entries);
      cursor = result.found.next;
    }
    const times = entries.flatMap(({ changedAt }) => (changedAt === undefined ? [] : Date.parse(changedAt)));
    return { entries, cursors, watermark: times.length > 0 ? Math.max(...times) : (answeredAt ?? 0) };
  }

  return {
    lists,
    readPage,
    readOn,
    async pass(from, now) {
      const passes: Pass[] = [];
      for (const list of lists) passes.push(await readOn({ list, cursor: list.begin({ from, now }) }));
      return {
        entries: passes.flatMap(({ entries }) => entries),
        cursors: passes.flatMap(({ cursors }) => cursors),
        watermark: Math.max(...passes.map(({ watermark }) => watermark)),
      };
    },
  };
}

/** Returns the orders that entries tell of. */
export function orderIdsOf(entries: readonly ListEntry[]): ReadonlySet<string> {
  return new Set(
    entries.map((entry) => (entry.kind === 'order-to-fetch' ? entry.reference.orderId : entry.id)),
  );
}
