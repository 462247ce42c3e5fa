import type { Arrived } from '../../dfinery/export/arrivals.ts';
import { type Decimal, sum, ZERO } from '../../model/money.ts';
import type { ToldEvents } from './told-order.ts';

/** More would be 2^n sums. */
const MAX_UNITS = 12;

interface Wanted {
  readonly told: readonly ToldEvents[];
  readonly arrived: Arrived | undefined;
  readonly idOf: (events: ToldEvents, part: number) => string;
}

/**
 * Returns what was told and has not arrived, with the parts that lack; `undefined` if that cannot be said for certain. By
 * id if the export has ids, else by the only choice of events whose number and sum are those that arrived. Pure.
 */
export function missingEvents({ told, arrived, idOf }: Wanted): readonly ToldEvents[] | undefined {
  if (arrived === undefined || arrived.events === 0) return told;
  const { eventLogIds } = arrived;
  if (eventLogIds !== undefined) {
    return lackingOf(told, (events, { part }) => !eventLogIds.has(idOf(events, part)));
  }
  const units = told.flatMap(unitsOf);
  if (units.length > MAX_UNITS) return undefined;
  const choices = subsetsOf(units).filter(
    (present) =>
      present.reduce((count, { sent }) => count + sent.length, 0) === arrived.events &&
      sum(present.map(({ total }) => total)) === arrived.amount,
  );
  const [only, ...others] = choices;
  if (only === undefined || others.length > 0) return undefined;
  const present = new Set(only.flatMap(({ sent }) => sent));
  return lackingOf(told, (_, sent) => !present.has(sent));
}

type SentPart = ToldEvents['sent'][number];

/** What is there or lacks as one: a part whose amount is known, else all parts together. */
interface Unit {
  readonly sent: readonly SentPart[];
  readonly total: Decimal;
}

function unitsOf({ sent, total, partTotals }: ToldEvents): Unit[] {
  if (partTotals === undefined) return [{ sent, total }];
  return sent.map((each) => ({ sent: [each], total: partTotals[each.part - 1] ?? ZERO }));
}

function lackingOf(
  told: readonly ToldEvents[],
  isLacking: (events: ToldEvents, sent: SentPart) => boolean,
): ToldEvents[] {
  return told.flatMap((events) => {
    const sent = events.sent.filter((each) => isLacking(events, each));
    return sent.length === 0 ? [] : [{ ...events, sent }];
  });
}

function subsetsOf(units: readonly Unit[]): Unit[][] {
  return units.reduce<Unit[][]>((sets, unit) => [...sets, ...sets.map((set) => [...set, unit])], [[]]);
}
