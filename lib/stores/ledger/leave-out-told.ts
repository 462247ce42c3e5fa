import type { ShopConnection } from '../../model/connection.ts';
import type { ShownBy } from '../../sources/listing.ts';
import { isEmpty, type Plan } from '../../translate/plan-queueing.ts';
import type { EncodedFetch } from '../../translate/to-messages.ts';
import {
  type Entries,
  firstKeys,
  furtherKeys,
  isShown,
  isTold,
  keysOfShown,
  type Planned,
} from './is-told.ts';
import type { Ledger, LedgerKey } from './ledger.ts';

/** Whose plans they are, and when: milliseconds since 1970. */
export interface ToldContext {
  readonly shop: ShopConnection;
  readonly now: number;
}

/**
 * Returns plans, in their order, without the events and the fetches of refunds that the ledger already knows. Reads only,
 * so what is on its way may still be told once more: claims decide. Ordinary orders take one item of the ledger each.
 * @throws {UnavailableError} the ledger is unavailable.
 */
export async function leaveOutTold(
  ledger: Pick<Ledger, 'read'>,
  plans: readonly Plan[],
  { shop, now }: ToldContext,
): Promise<Plan[]> {
  const planned = plans.flatMap(({ events, fetches }) => [
    ...events.map(({ message }) => message),
    ...fetches.flatMap((fetch) => refundIn(fetch, shop) ?? []),
  ]);
  const first = await ledger.read(planned.flatMap(firstKeys));
  const further = planned.flatMap((one) => furtherKeys(one, first, now));
  const entries: Entries =
    further.length === 0 ? first : new Map([...first, ...(await ledger.read(further))]);
  const isNews = (one: Planned | undefined) => one === undefined || !isTold(one, entries, now);
  return plans.map((plan) => ({
    ...plan,
    events: plan.events.filter(({ message }) => isNews(message)),
    fetches: plan.fetches.filter((fetch) => isNews(refundIn(fetch, shop))),
  }));
}

/** Tells whether the ledger already knows all of a plan. @throws {UnavailableError} the ledger is unavailable. */
export async function isAllTold(
  ledger: Pick<Ledger, 'read'>,
  plan: Plan,
  context: ToldContext,
): Promise<boolean> {
  const [news = plan] = await leaveOutTold(ledger, [plan], context);
  return isEmpty(news);
}

/** Something that changed at the shop, and what shows that it is told. */
export interface Shown {
  readonly orderId: string;
  readonly shownBy: ShownBy;
}

/** Returns those of which the ledger knows what made them change. @throws {UnavailableError} the ledger is unavailable. */
export async function alreadyShown<Some extends Shown>(
  ledger: Pick<Ledger, 'read'>,
  some: readonly Some[],
  { shop, now }: ToldContext,
): Promise<ReadonlySet<Some>> {
  const keyOf = ({ orderId }: Shown) => orderKey(shop, orderId);
  const entries = await ledger.read(some.flatMap((one) => keysOfShown(keyOf(one), one.shownBy)));
  return new Set(some.filter((one) => isShown(keyOf(one), one.shownBy, entries, now)));
}

/** Returns the refund that a fetch is about, if it is about one. */
function refundIn({ message }: EncodedFetch, shop: ShopConnection): Planned | undefined {
  if (message.kind !== 'refund') return undefined;
  return { kind: 'refund-to-fetch', order: orderKey(shop, message.reference.orderId), fetch: message };
}

function orderKey({ dfinery, source, shop }: ShopConnection, orderId: string): LedgerKey {
  return { serviceId: dfinery.serviceId, source, shop, kind: 'purchase', subjectKey: orderId };
}
