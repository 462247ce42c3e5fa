import type { LimitFunction } from 'p-limit';
import type { Fates } from './event-fate.ts';
import { mergeFates } from './fates.ts';

interface Care<Unit> {
  readonly limit: LimitFunction;
  /** Says whether the service accepts requests. */
  readonly isProven: () => boolean;
  /** Returns what is tried once more when all units are done. */
  readonly secondTry: (fates: Fates) => Promise<readonly Unit[]>;
}

/**
 * Delivers one by one until the service is proven, then in parallel, and at last what is worth a second try. A
 * service that is unavailable or refuses everything gets few requests.
 */
export async function deliverCarefully<Unit>(
  units: readonly Unit[],
  deliver: (unit: Unit) => Promise<Fates>,
  { secondTry, ...care }: Care<Unit>,
): Promise<Fates> {
  const first = await deliverOnce(units, deliver, care);
  return mergeFates([first, await deliverOnce(await secondTry(first), deliver, care)]);
}

async function deliverOnce<Unit>(
  units: readonly Unit[],
  deliver: (unit: Unit) => Promise<Fates>,
  { limit, isProven }: Omit<Care<Unit>, 'secondTry'>,
): Promise<Fates> {
  const fates: Fates[] = [];
  let next = 0;
  for (const unit of units) {
    if (isProven()) break;
    fates.push(await limit(() => deliver(unit)));
    next += 1;
  }
  const others = units.slice(next).map((unit) => limit(() => deliver(unit)));
  return mergeFates([...fates, ...(await Promise.all(others))]);
}
