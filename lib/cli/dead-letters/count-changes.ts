import type { DeadLetters } from '../../queue/held-letters.ts';

/** Returns letters that count how many of them were put back, kept or deleted. */
export function countChanges(letters: DeadLetters): {
  readonly letters: DeadLetters;
  readonly changed: () => number;
} {
  let changed = 0;
  const counted =
    <Given extends readonly unknown[]>(act: (...given: Given) => Promise<void>) =>
    async (...given: Given): Promise<void> => {
      await act(...given);
      changed += 1;
    };
  return {
    letters: {
      ...letters,
      redrive: counted((...given) => letters.redrive(...given)),
      keep: counted((...given) => letters.keep(...given)),
      drop: counted((...given) => letters.drop(...given)),
    },
    changed: () => changed,
  };
}
