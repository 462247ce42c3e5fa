import { setTimeout as sleep } from 'node:timers/promises';
import type { DeadLetters, HeldLetter } from '../../queue/held-letters.ts';
import type { Terminal } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { type IsWanted, lookAtLetters, MAX_LETTERS } from './look-at-letters.ts';

/** Which letters are changed, and how. */
export interface ChangeRequest {
  readonly isWanted: IsWanted;
  /** Says whether a letter is about an erased person. @throws {UnavailableError} that cannot be looked up. */
  readonly isErased: (letter: HeldLetter) => Promise<boolean>;
  /** If false, nothing is changed. */
  readonly yes: boolean;
  readonly perSecond: number;
  readonly stopOnRefusal: boolean;
}

interface Change extends Pick<Terminal, 'print' | 'complain'> {
  readonly verb: string;
  readonly act: (letter: HeldLetter) => Promise<void>;
  /** Which letters are changed first, and which then. Default: all at once. */
  readonly turns?: readonly IsWanted[];
}

/**
 * Changes the wanted letters one after the other, at the requested pace, and prints how
 * many there were. Deletes those of erased persons. Without `yes` nothing is changed.
 * @throws {UnavailableError} SQS or the table of erasures did not answer.
 */
export async function changeLetters(
  letters: DeadLetters,
  request: ChangeRequest,
  { print, complain, verb, act, turns = [() => true] }: Change,
): Promise<ExitCode> {
  if (!request.yes) {
    const counts = countByCause(await lookAtLetters(letters, request.isWanted));
    print(JSON.stringify({ dryRun: true, ...counts }));
    complain('Nothing was changed. Add --yes to do it.');
    return exitCodes.done;
  }

  const startedAt = new Date().toISOString();
  const done: HeldLetter[] = [];
  let erased = 0;
  const seen = { isRefused: false };

  /** Changes the letters whose turn it is, and lets go of the others. */
  async function change(isInTurn: IsWanted): Promise<void> {
    const others: HeldLetter[] = [];
    try {
      for await (const letter of letters.hold(MAX_LETTERS)) {
        const { diedAt = '', keptAt = '' } = letter.attributes;
        // A letter that died since then was just put back. One that was kept since then is a copy of one that was held.
        seen.isRefused ||= diedAt >= startedAt && request.stopOnRefusal;
        const isNew = diedAt >= startedAt || keptAt >= startedAt;
        if (seen.isRefused || isNew || !request.isWanted(letter) || !isInTurn(letter)) {
          others.push(letter);
          if (seen.isRefused) break;
          continue;
        }
        if (await request.isErased(letter)) {
          await letters.drop(letter);
          erased += 1;
          continue;
        }
        await act(letter);
        done.push(letter);
        await sleep(1000 / request.perSecond);
      }
    } finally {
      await Promise.allSettled(others.map((letter) => letters.letGo(letter)));
    }
  }

  try {
    for (const isInTurn of turns) if (!seen.isRefused) await change(isInTurn);
  } finally {
    print(JSON.stringify({ [verb]: done.length, ...(erased > 0 && { erased }), ...countByCause(done) }));
  }
  if (!seen.isRefused) return exitCodes.done;
  complain('Stopped: an event that was put back is a dead letter again.');
  return exitCodes.refused;
}

function countByCause(letters: readonly HeldLetter[]): {
  readonly letters: number;
  readonly byCause: object;
} {
  const counts = new Map<string, number>();
  for (const { cause } of letters) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return { letters: letters.length, byCause: Object.fromEntries(counts) };
}
