import type { Arrived } from '../../dfinery/export/arrivals.ts';
import { type Decimal, isNegative, isZero, subtract, sum, ZERO } from '../../model/money.ts';
import { GRACE_MS } from '../../verify/days-to-check.ts';
import type { Finding } from './finding.ts';
import { missingEvents } from './missing-events.ts';
import type { OpenState, ToldEvents, ToldOrder } from './told-order.ts';

/** A webhook on its way does the same within this time. */
const HOLD_MS = 2 * 60_000;

/** What the shop's list says of an order. */
export type ShopSide =
  | {
      readonly kind: 'order';
      readonly placedAt: number;
      readonly changedAt: number | undefined;
      /** What the poll would queue of it, because the ledger does not know it. */
      readonly news: readonly { readonly about: 'purchase' | 'refund'; readonly amount: Decimal }[];
      /** More is due than the ledger knows of, and the connection does not want it told. */
      readonly leftOut: Decimal;
    }
  /** It is no purchase and takes nothing back. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'unreadable' }
  /** The shop has no list. Then `placedAt` is the day by the ledger, if it says one. */
  | { readonly kind: 'no-list'; readonly placedAt: number | undefined };

/** What Dfinery's list says of an order. */
export type DfinerySide =
  | { readonly kind: 'not-asked' }
  | {
      readonly kind: 'asked';
      readonly purchases: Arrived | undefined;
      readonly refunds: Arrived | undefined;
      /** False if refunds do not name their order at Dfinery. */
      readonly namesRefunds: boolean;
      /** Orders placed before cannot be checked. Milliseconds since 1970. */
      readonly reachesBackTo: number;
    };

/** One order in the three lists. */
export interface OrderInLists {
  readonly shop: ShopSide;
  readonly ledger: ToldOrder;
  readonly dfinery: DfinerySide;
  readonly isErased: boolean;
  /** Another shop of the same service has told an order of this id. */
  readonly isShared: boolean;
  readonly idOf: (events: ToldEvents, part: number) => string;
}

/** Returns all that the three lists show of an order; nothing if they agree. `now` is in milliseconds since 1970. Pure. */
export function compareLists(order: OrderInLists, now: number): Finding[] {
  const found = [...compareWithShop(order, now), ...compareWithDfinery(order, now)];
  return order.isErased && found.length > 0 ? [{ kind: 'erased', about: 'order' }] : found;
}

function compareWithShop({ shop, ledger }: OrderInLists, now: number): Finding[] {
  const leftOut = sum([ledger.untold, shop.kind === 'order' ? shop.leftOut : ZERO]);
  const untold: Finding[] = isZero(leftOut)
    ? []
    : [{ kind: 'told-in-part', about: 'purchase', amount: leftOut }];
  if (shop.kind === 'unreadable') return [{ kind: 'unreadable', about: 'order' }, ...untold];
  const news = shop.kind === 'order' ? shop.news : [];
  const { open } = ledger;
  if (open?.kind === 'under-way') {
    return [{ kind: isUnderWay(open, now) ? 'under-way' : 'stuck', about: 'order' }, ...untold];
  }
  if (open?.kind === 'failed') {
    const detail = `${open.because}, ${open.tries} tries`;
    return [{ kind: 'waiting', about: 'order', detail }, ...untold];
  }
  if (news.length === 0) return untold;
  const isFresh = shop.kind === 'order' && shop.changedAt !== undefined && now - shop.changedAt < HOLD_MS;
  const isNew = ledger.events.length === 0;
  return [
    ...news.map(
      ({ about, amount }): Finding => ({
        kind: isFresh ? 'too-early' : isNew ? 'never-queued' : 'change-untold',
        about,
        amount,
      }),
    ),
    ...untold,
  ];
}

function isUnderWay({ at }: Extract<OpenState, { kind: 'under-way' }>, now: number): boolean {
  return now - at < GRACE_MS;
}

const KINDS = ['purchase', 'refund'] as const;

function compareWithDfinery(order: OrderInLists, now: number): Finding[] {
  const { dfinery } = order;
  if (dfinery.kind === 'not-asked') return [];
  const kinds = KINDS.filter((about) => about === 'purchase' || dfinery.namesRefunds);
  return kinds.flatMap((about) => {
    const arrived = about === 'purchase' ? dfinery.purchases : dfinery.refunds;
    const found = compareEvents(order, { about, arrived, now });
    if (found === undefined) return [];
    const told = order.ledger.events.filter(({ kind }) => kind === about);
    return [weigh(found, { ...order, dfinery, told, now })];
  });
}

interface Weighing extends OrderInLists {
  readonly dfinery: Extract<DfinerySide, { kind: 'asked' }>;
  readonly told: readonly ToldEvents[];
  readonly now: number;
}

/** Says of a difference that it is one only if nothing else explains it. */
function weigh(found: Finding, { shop, dfinery, told, isShared, now }: Weighing): Finding {
  const { about } = found;
  if (isShared) return { kind: 'shared-id', about };
  if (found.kind === 'doubled' || found.kind === 'unknown-to-ledger') return found;
  const placedAt = shop.kind === 'order' || shop.kind === 'no-list' ? shop.placedAt : undefined;
  const isBeyond = placedAt !== undefined && placedAt < dfinery.reachesBackTo;
  if (isBeyond) return { kind: 'beyond-export', about };
  const suspects = found.lost ?? told;
  const isEarly = suspects.some(({ sent }) => sent.some(({ at }) => now - at < GRACE_MS));
  return isEarly ? { kind: 'too-early', about } : found;
}

interface Arriving {
  readonly about: 'purchase' | 'refund';
  readonly arrived: Arrived | undefined;
  readonly now: number;
}

/** Returns the difference between what was told of one kind and what arrived of it, if any. */
function compareEvents(
  { ledger, idOf }: Pick<OrderInLists, 'ledger' | 'idOf'>,
  { about, arrived, now }: Arriving,
): Finding | undefined {
  const told = ledger.events.filter(({ kind }) => kind === about);
  const wanted = about === 'purchase' ? ledger.told : ledger.back;
  const { events = 0, amount = ZERO } = arrived ?? {};
  const count = told.reduce((events, { parts }) => events + parts, 0);
  const { open } = ledger;
  const isUncertain =
    open?.kind === 'under-way' && (isUnderWay(open, now) || events <= count + open.accepted[about]);
  if (told.length === 0 && events > 0) {
    return isUncertain ? undefined : { kind: 'unknown-to-ledger', about, amount };
  }
  const rest = subtract(wanted, amount);
  const hasCount = (about === 'purchase' && ledger.hasUnlisted) || events === count;
  if (isZero(rest) && hasCount) return undefined;
  if (isNegative(rest) || (isZero(rest) && events > count)) {
    return isUncertain ? undefined : { kind: 'doubled', about, amount: subtract(ZERO, rest) };
  }
  // What the ledger does not list any more may be among what arrived.
  const isListed = about === 'refund' || !ledger.hasUnlisted || events === 0;
  const lost = isListed ? missingEvents({ told, arrived, idOf }) : undefined;
  return lost === undefined || lost.length === 0
    ? { kind: 'amount-differs', about, amount: rest }
    : { kind: 'dropped', about, amount: rest, lost };
}
