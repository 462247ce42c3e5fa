import type { DeadLetters, HeldLetter } from '../../queue/held-letters.ts';

/** The most dead letters that one command works through. */
export const MAX_LETTERS = 10_000;

/** Says whether a letter is one of those that were asked for. */
export type IsWanted = (letter: HeldLetter) => boolean;

/** Returns the wanted letters of a queue. All of them stay there. */
export async function lookAtLetters(letters: DeadLetters, isWanted: IsWanted): Promise<HeldLetter[]> {
  const held: HeldLetter[] = [];
  try {
    for await (const letter of letters.hold(MAX_LETTERS)) held.push(letter);
  } finally {
    // A letter that cannot be let go comes back by itself.
    await Promise.allSettled(held.map((letter) => letters.letGo(letter)));
  }
  return held.filter(isWanted);
}
