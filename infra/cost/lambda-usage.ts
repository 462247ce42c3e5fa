import { billedTimes } from './billed-time.ts';
import { perOrder, type UsageLine, type Workload } from './usage-line.ts';

export const durationPrice = { arm64: 'armDuration', x86_64: 'x86Duration' } as const;

/** Returns the memory over time of so many invocations, with their average to the microsecond. */
export function megabyteMilliseconds(invocations: bigint, ms: number, memorySize: number): bigint {
  return (invocations * BigInt(memorySize) * BigInt(Math.round(ms * 1_000))) / 1_000n;
}

/** Invocations and memory over time, in milliseconds of a megabyte, of both functions. */
export function lambdaUsage({ assumptions, measured, traffic }: Workload): UsageLine[] {
  const { architecture, memorySize } = assumptions;
  const { deliveries, newBatches, duplicateBatches } = traffic;
  const times = billedTimes(assumptions, measured);
  const duration = { service: 'Lambda', price: durationPrice[architecture] } as const;
  return [
    perOrder({
      service: 'Lambda',
      what: 'invocations of the receiver',
      price: 'invocations',
      perMillionOrders: deliveries,
    }),
    perOrder({
      ...duration,
      what: 'duration of the receiver',
      perMillionOrders: megabyteMilliseconds(deliveries, times.receiver, memorySize),
    }),
    perOrder({
      service: 'Lambda',
      what: 'invocations of the drain',
      price: 'invocations',
      perMillionOrders: newBatches + duplicateBatches,
    }),
    perOrder({
      ...duration,
      what: 'duration of the drain',
      perMillionOrders:
        megabyteMilliseconds(newBatches, times.drainNew, memorySize) +
        megabyteMilliseconds(duplicateBatches, times.drainDuplicate, memorySize),
    }),
  ];
}
