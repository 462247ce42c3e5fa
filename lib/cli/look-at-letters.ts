import type { DeadLetters, HeldLetter } from '../queue/dead-letters.ts';

/** No queue of this adapter holds more that a person would work through at once. */
export const MAX_LETTERS = 10_000;

/** Tells whether a letter is one of those that were asked for. */
export type IsWanted = (letter: HeldLetter) => boolean;

/** Looks at every letter and lets go of it, wanted or not. Returns the wanted. */
export async function lookAtLetters(letters: DeadLetters, isWanted: IsWanted): Promise<HeldLetter[]> {
  const held: HeldLetter[] = [];
  try {
    for await (const letter of letters.hold(MAX_LETTERS)) held.push(letter);
  } finally {
    // Only a courtesy: what cannot be let go comes back by itself.
    await Promise.allSettled(held.map((letter) => letters.letGo(letter)));
  }
  return held.filter(isWanted);
}
