import { ConfigError } from '../../model/errors.ts';
import { importStack, readStackStatus } from '../../stores/stacks/import-stack.ts';
import type { Terminal } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { createResults } from '../print-results.ts';
import { chooseResources } from './choose-resources.ts';
import { findLeft, lookAtNamed, openStage, type StageWithoutStack } from './find-left.ts';
import { type LeftRow, leftColumns, toRow } from './left-columns.ts';
import type { TakeOverRequest } from './take-over-request.ts';

/** Stacks that stopped half-way. They have to be removed, which deletes nothing that holds orders. */
const RUIN = /^(ROLLBACK_(COMPLETE|FAILED)|(CREATE|DELETE)_FAILED|IMPORT_ROLLBACK_(COMPLETE|FAILED))$/;

/**
 * Makes a stack of what an earlier one left. `serverless deploy` finds that stack and updates it: it adds all that is
 * missing, and the names of the resources stay.
 * @throws {ConfigError} there is a stack, the choice is not clear, or CloudFormation refuses.
 */
export async function takeOverStack(request: TakeOverRequest, terminal: Terminal): Promise<ExitCode> {
  using stage = await openStage(request.access, terminal);
  const cloudFormation = await stage.clients.cloudFormation();
  refuseStack(stage, await readStackStatus(cloudFormation, stage.stackName));
  const [left, named] = await Promise.all([findLeft(stage), lookAtNamed(stage, request)]);
  const chosen = chooseResources(left, { ...request, named });

  const results = createResults<LeftRow>(terminal, { json: request.json, columns: leftColumns, empty: '' });
  for (const resource of chosen) results.add(toRow(resource));
  results.end();
  if (!request.yes) {
    terminal.complain('Nothing was changed. Add --yes to do it.');
    return exitCodes.done;
  }
  await importStack(cloudFormation, stage.stackName, chosen);
  terminal.complain(`The stack ${stage.stackName} has them. Now deploy, with the parameters as before:`);
  terminal.complain(`npx serverless deploy --stage ${stage.stage} --region ${stage.region}`);
  return exitCodes.done;
}

function refuseStack({ stackName, stage, region }: StageWithoutStack, status: string | undefined): void {
  // A change set that was never carried out left it. It has no resources.
  if (status === undefined || status === 'REVIEW_IN_PROGRESS') return;
  const is = `There is a stack ${stackName}: it is ${status}.`;
  const remove = `npx serverless remove --stage ${stage} --region ${region}`;
  if (RUIN.test(status)) {
    throw new ConfigError(`${is} Remove it first; queues, tables and bucket stay: ${remove}`);
  }
  if (status.endsWith('_IN_PROGRESS')) throw new ConfigError(`${is} Wait until that is over`);
  throw new ConfigError(
    `${is} take-over contents puts into it what an earlier one left. Or remove it first; queues, tables and bucket stay: ${remove}`,
  );
}
