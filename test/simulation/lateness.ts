import { quantile } from '../bench/quantile.ts';
import type { Simulation } from './simulation.ts';

/** How long after it was taken an order was there, in seconds: half of all, 99 of 100, all. */
export interface Lateness {
  readonly p50: number;
  readonly p99: number;
  readonly last: number;
}

/** Returns the lateness of the orders that count. An order is there when Dfinery has all of its events. */
export function latenessOf({ takenAt, dfinery }: Simulation, counts: (orderId: string) => boolean): Lateness {
  const thereAt = new Map<string, number>();
  for (const { orderId, at } of dfinery.stored.values()) {
    if (counts(orderId)) thereAt.set(orderId, Math.max(at, thereAt.get(orderId) ?? at));
  }
  return toLateness([...thereAt].map(([orderId, at]) => (at - (takenAt.get(orderId) ?? at)) / 1_000));
}

/** Returns the lateness of so many seconds each. @throws {Error} the list is empty. */
export function toLateness(seconds: readonly number[]): Lateness {
  const at = (part: number): number => Math.round(quantile(seconds, part));
  return { p50: at(0.5), p99: at(0.99), last: at(1) };
}

/** Returns the order that a message of the queue is about. Much faster than to decode it. */
export function orderIdOf(body: string): string {
  return /"orderId":"([^"]*)"/.exec(body)?.[1] ?? '';
}
