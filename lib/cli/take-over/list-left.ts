import type { Terminal } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { createResults } from '../print-results.ts';
import { findLeft, openStage } from './find-left.ts';
import { type LeftRow, leftColumns, toRow } from './left-columns.ts';
import type { TakeOverRequest } from './take-over-request.ts';

/** Lists what removed stacks of the stage left, the newest first. */
export async function listLeft({ access, json }: TakeOverRequest, terminal: Terminal): Promise<ExitCode> {
  using stage = await openStage(access, terminal);
  const results = createResults<LeftRow>(terminal, {
    json,
    columns: leftColumns,
    empty: `No stack ${stage.stackName} was removed in ${stage.region} in the last 90 days, or nothing of it is left.`,
  });
  for (const left of await findLeft(stage)) results.add(toRow(left));
  results.end();
  return exitCodes.done;
}
