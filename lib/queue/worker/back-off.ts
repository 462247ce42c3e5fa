/** How long a record waits before it is received again. The wait doubles with every receive. */
export interface BackOff {
  /** After the first receive. */
  readonly baseSeconds: number;
  readonly maxSeconds: number;
}

/** Either way, so that records that failed together do not come back together. */
const JITTER = 0.2;

/** Returns `min(max, base × 2^(receives − 1))` ± 20 % in whole seconds, at least 1. `random` is from 0 up to 1. */
export function backOffSeconds(backOff: BackOff, receiveCount: number, random: number): number {
  return withJitter(Math.min(backOff.maxSeconds, backOff.baseSeconds * 2 ** (receiveCount - 1)), random);
}

/** Returns `seconds` ± 20 %, rounded, at least 1. */
export function withJitter(seconds: number, random: number): number {
  return Math.max(1, Math.round(seconds * (1 - JITTER + 2 * JITTER * random)));
}
