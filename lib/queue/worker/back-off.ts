/** How long a record waits before it is tried again. The wait doubles with every try. */
export interface BackOff {
  /** After the first try. */
  readonly baseSeconds: number;
  readonly maxSeconds: number;
}

/** Either way, so that records that failed together do not come back together. */
const JITTER = 0.2;

/** Returns `min(max, base × 2^(tries − 1))` ± 20 % in whole seconds, at least 1. `random` is from 0 up to 1. */
export function backOffSeconds(backOff: BackOff, tries: number, random: number): number {
  return withJitter(Math.min(backOff.maxSeconds, backOff.baseSeconds * 2 ** (tries - 1)), random);
}

/** The shortest hold, if nobody knows its end. */
const SHORTEST_HOLD_SECONDS = 5;
/** A hold is at least this part of the record's age, or short ones in a row would use up its receives. */
const SHORTEST_SHARE_OF_AGE = 1 / 20;

export interface Hold {
  /** Until it ends; `undefined` if nobody knows. */
  readonly secondsLeft: number | undefined;
  /** The end may come earlier. */
  readonly isGuess?: boolean | undefined;
  /** Of the record. */
  readonly ageSeconds: number;
}

/**
 * Returns for how long a record is held, in whole seconds, at least 1: until the hold ends plus up to 20 %, so that not
 * all records come back at once. If the end is unknown it is half the record's age ± 20 %, from 5 s to the longest wait,
 * and so it is if that is earlier than a guess. Even if one hold follows another for ten days, the 1,000 receives that
 * SQS allows are not used up.
 */
export function holdSeconds(
  { maxSeconds }: BackOff,
  { secondsLeft, isGuess = false, ageSeconds }: Hold,
  random: number,
): number {
  const ofAge = Math.min(maxSeconds, Math.max(SHORTEST_HOLD_SECONDS, ageSeconds / 2));
  if (secondsLeft === undefined || (isGuess && ofAge < secondsLeft)) return withJitter(ofAge, random);
  return afterwards(Math.max(secondsLeft, Math.min(maxSeconds, ageSeconds * SHORTEST_SHARE_OF_AGE)), random);
}

/** Returns `seconds` plus up to 20 %, rounded up, at least 1. */
export function afterwards(seconds: number, random: number): number {
  return Math.max(1, Math.ceil(seconds) + Math.round(seconds * JITTER * random));
}

/** Returns `seconds` ± 20 %, rounded, at least 1. */
export function withJitter(seconds: number, random: number): number {
  return Math.max(1, Math.round(seconds * (1 - JITTER + 2 * JITTER * random)));
}
