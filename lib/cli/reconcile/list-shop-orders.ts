import type { ShopConnection } from '../../model/connection.ts';
import { UnavailableError } from '../../model/errors.ts';
import type { ApiConnection } from '../../shop-client/access-tokens.ts';
import { askPatiently, type Patience, type PatientPorts } from '../../shop-client/ask-patiently.ts';
import type { FetchResult } from '../../shop-client/fetch-from-shop.ts';
import type { ListEntry, Listing, ListPage, ShopList } from '../../sources/listing.ts';
import type { OrderReference } from '../../sources/shop-api.ts';
import type { Source } from '../../sources/source.ts';
import { describe, readShopOrder, type ShopOrder } from './shop-order.ts';

/** A person waits for about four minutes, and for a shop that wants more than a minute not at all. */
const OF_A_PERSON: Patience = { maxTries: 8, longestWaitMs: 60_000, hasTime: () => true };

/** A shop whose orders are listed. */
export interface ListedShop {
  readonly source: Source;
  readonly listing: Listing;
  readonly connection: ShopConnection;
  readonly api: ApiConnection;
}

interface Listed extends PatientPorts {
  /** Called after each page. */
  readonly onPage: (list: string) => void;
}

/**
 * Yields the orders of a shop that changed at `from` or later (milliseconds since 1970), page by page, each once or more
 * often. An order that is only named is fetched, once.
 * @throws {UnavailableError} a page or an order cannot be read: what is missing would look like lost orders.
 */
export async function* listShopOrders(
  ports: Listed,
  shop: ListedShop,
  from: number,
): AsyncGenerator<ShopOrder> {
  const fetched = new Set<string>();
  for (const list of shop.listing.lists) {
    if (list.about !== 'orders' || list.isWanted?.(shop.connection) === false) continue;
    for await (const { entries } of pagesOf(ports, shop, { list, from })) {
      ports.onPage(list.name);
      for (const entry of entries) {
        const reference = entry.kind === 'order-to-fetch' ? entry.reference : undefined;
        if (reference !== undefined && fetched.has(reference.orderId)) continue;
        if (reference !== undefined) fetched.add(reference.orderId);
        yield* readEntry(ports, shop, entry);
      }
    }
  }
}

async function* readEntry(ports: Listed, shop: ListedShop, entry: ListEntry): AsyncGenerator<ShopOrder> {
  const context = { ...shop, id: entry.id, now: ports.now() };
  switch (entry.kind) {
    case 'order':
      yield readShopOrder(entry.body, context);
      return;
    case 'order-to-fetch':
      yield* fetchOrder(ports, shop, entry.reference);
      return;
    case 'delivery':
      // A webhook that failed, or a customer: no order of the list.
      return;
  }
}

/** An order that is no more in the shop is none. */
export async function* fetchOrder(
  ports: PatientPorts,
  shop: Omit<ListedShop, 'listing'>,
  reference: OrderReference,
): AsyncGenerator<ShopOrder> {
  const call = shop.api.api.orders;
  if (call === undefined) return;
  const { orderId: id } = reference;
  const result = await askPatiently(ports, shop.api, { call, reference }, OF_A_PERSON);
  switch (result.kind) {
    case 'found':
      yield readShopOrder(result.found, { ...shop, id, now: ports.now() });
      return;
    case 'unreadable':
      yield { kind: 'unreadable', id, problem: describe(result.error.issues) };
      return;
    case 'waits':
      if (result.because === 'not-found') return;
      throw unanswered(`Order ${id} could not be fetched`, result);
  }
}

async function* pagesOf(
  ports: Listed,
  { api, connection }: ListedShop,
  { list, from }: { readonly list: ShopList; readonly from: number },
): AsyncGenerator<ListPage> {
  let cursor: string | undefined = list.begin({ from: new Date(from), now: new Date(ports.now()) });
  while (cursor !== undefined) {
    const call = { ...list, request: (at: string) => list.request(at, connection.shop) };
    const result: FetchResult<ListPage> = await askPatiently(
      ports,
      api,
      { call, reference: cursor },
      OF_A_PERSON,
    );
    if (result.kind === 'unreadable') {
      throw new UnavailableError(`The list ${list.name} cannot be read: ${describe(result.error.issues)}`, {
        code: 'shop-unavailable',
        cause: result.error,
      });
    }
    if (result.kind === 'waits') {
      const isRefused = list.mayBeRefused === true && result.code === 'http-403';
      if (isRefused) return;
      throw unanswered(`The list ${list.name} cannot be read`, result);
    }
    yield result.found;
    cursor = result.found.next;
  }
}

function unanswered(text: string, { because, code }: { readonly because: string; readonly code: string }) {
  return new UnavailableError(`${text}: ${because}, ${code}`, { code: 'shop-unavailable' });
}
