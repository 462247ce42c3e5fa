import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { type Finding, findings, type Weight } from './finding.ts';

/**
 * Returns the exit code of a comparison: `done` only if the lists agree, `unproven` if nothing differs and something could
 * not be compared. What differs by design changes nothing. Pure.
 */
export function exitOf(found: readonly Finding[], { isWhole }: { readonly isWhole: boolean }): ExitCode {
  const weights = new Set<Weight>(found.map(({ kind }) => findings[kind].weight));
  if (weights.has('differs')) return exitCodes.differs;
  return weights.has('unproven') || !isWhole ? exitCodes.unproven : exitCodes.done;
}
