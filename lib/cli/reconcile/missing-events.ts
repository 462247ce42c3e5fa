import type { Arrived } from '../../dfinery/export/arrivals.ts';
import { sum } from '../../model/money.ts';
import type { ToldEvents } from './told-order.ts';

/** More would be 2^n sums. */
const MAX_EVENTS = 12;

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
    return told.flatMap((events) => {
      const sent = events.sent.filter(({ part }) => !eventLogIds.has(idOf(events, part)));
      return sent.length === 0 ? [] : [{ ...events, sent }];
    });
  }
  if (told.length > MAX_EVENTS) return undefined;
  const choices = subsetsOf(told).filter(
    (present) =>
      present.reduce((count, { parts }) => count + parts, 0) === arrived.events &&
      sum(present.map(({ total }) => total)) === arrived.amount,
  );
  const [only, ...others] = choices;
  if (only === undefined || others.length > 0) return undefined;
  return told.filter((events) => !only.includes(events));
}

function subsetsOf(told: readonly ToldEvents[]): ToldEvents[][] {
  return told.reduce<ToldEvents[][]>(
    (sets, events) => [...sets, ...sets.map((set) => [...set, events])],
    [[]],
  );
}
