import { type Decimal, isNegative, subtract, sum, toDecimal, ZERO } from '../../model/money.ts';
import { type LedgerEntry, wasAccepted } from '../../stores/ledger/ledger-entry.ts';
import { tellingOf } from '../../stores/ledger/telling-of.ts';

/** One purchase or refund that Dfinery accepted, with all its parts. */
export interface ToldEvents {
  readonly kind: 'purchase' | 'refund';
  /** The order's id, `refundKey`, or `riseKey`. */
  readonly subjectKey: string;
  readonly parts: number;
  /** Of all parts. */
  readonly total: Decimal;
  /** Of each part in its order, if they are known. */
  readonly partTotals?: readonly Decimal[];
  /** When each part was accepted, by the ledger. Milliseconds since 1970. */
  readonly sent: readonly { readonly part: number; readonly at: number }[];
}

/** What the ledger says of one order. Amounts are in the shop's currency. */
export interface ToldOrder {
  readonly events: readonly ToldEvents[];
  /** The sum of the purchases that were accepted. */
  readonly told: Decimal;
  /** The sum of the refunds that were accepted. */
  readonly back: Decimal;
  /** True if further purchases were told that the ledger does not list any more. They are in `told`. */
  readonly hasUnlisted: boolean;
  /** What the shop kept and was not told, on purpose. */
  readonly untold: Decimal;
  /** Something of the order that is not settled; absent if nothing is. */
  readonly open?: OpenState;
}

/** `under-way`: it is being sent, or its request got no answer. `failed`: its tries failed, so it waits or is a dead letter. */
export type OpenState =
  /** `at`: since when, in milliseconds since 1970. `accepted`: the parts of what is not settled that Dfinery accepted. */
  | {
      readonly kind: 'under-way';
      readonly at: number;
      readonly accepted: Readonly<Record<'purchase' | 'refund', number>>;
    }
  | { readonly kind: 'failed'; readonly tries: number; readonly because: string };

/** An entry of the ledger, and what it is about. */
export interface NamedEntry {
  readonly kind: 'purchase' | 'refund';
  readonly subjectKey: string;
  readonly entry: LedgerEntry;
}

/** Returns what the ledger says of an order by its entries; the order's own purchase is among them if it has one. Pure. */
export function toToldOrder(orderId: string, entries: readonly NamedEntry[], now: number): ToldOrder {
  const events = entries.flatMap((named) => toToldEvents(named));
  const purchase = entries.find(({ kind, subjectKey }) => kind === 'purchase' && subjectKey === orderId);
  const telling = tellingOf(purchase?.entry, now);
  const account = telling.kind === 'told' ? telling.account : undefined;
  const listed = totalOf(events, 'purchase');
  const unlisted = account === undefined ? ZERO : subtract(account.told, listed);
  const hasUnlisted = unlisted !== ZERO && !isNegative(unlisted);
  const untold = account === undefined || isNegative(account.untold) ? ZERO : account.untold;
  const open = openStateOf(entries);
  return {
    events,
    told: hasUnlisted ? sum([listed, unlisted]) : listed,
    back: totalOf(events, 'refund'),
    hasUnlisted,
    untold,
    ...(open && { open }),
  };
}

/** Nothing is known of an order. */
export const NOTHING_TOLD: ToldOrder = {
  events: [],
  told: ZERO,
  back: ZERO,
  hasUnlisted: false,
  untold: ZERO,
};

function toToldEvents({ kind, subjectKey, entry }: NamedEntry): ToldEvents[] {
  const sent = Object.entries(entry.states)
    .filter(([, state]) => wasAccepted(state))
    .map(([part, { at }]) => ({ part: Number(part), at }));
  const { parts } = entry;
  // Of an order of which only some parts are sent nobody can say how much was told.
  return sent.length === parts ? [{ kind, subjectKey, parts, total: toDecimal(entry.total), sent }] : [];
}

function totalOf(events: readonly ToldEvents[], kind: ToldEvents['kind']): Decimal {
  return sum(events.filter((event) => event.kind === kind).map(({ total }) => total));
}

function openStateOf(entries: readonly NamedEntry[]): OpenState | undefined {
  const open = entries.filter(({ entry }) => {
    const states = Object.values(entry.states);
    return !(states.length === entry.parts && states.every(wasAccepted));
  });
  const begun = open.flatMap(({ entry }) => Object.values(entry.states).map(({ at }) => at));
  if (begun.length > 0) {
    const accepted = { purchase: acceptedParts(open, 'purchase'), refund: acceptedParts(open, 'refund') };
    return { kind: 'under-way', at: Math.max(...begun), accepted };
  }
  const failed = open.find(({ entry }) => entry.failedOf !== undefined)?.entry;
  if (failed?.failedOf === undefined) return undefined;
  return { kind: 'failed', tries: failed.tries ?? 1, because: failed.failedOf };
}

function acceptedParts(entries: readonly NamedEntry[], about: NamedEntry['kind']): number {
  const states = entries.flatMap(({ kind, entry }) => (kind === about ? Object.values(entry.states) : []));
  return states.filter(wasAccepted).length;
}
