import { ConfigError } from '../../model/errors.ts';
import { readEarlierStacks } from '../../stores/stacks/earlier-stacks.ts';
import { type KeptName, keptNames } from '../../stores/stacks/kept-resources.ts';
import { type Terminal, UsageError } from '../command.ts';
import { type AccessArguments, stackNameOf, stageEnvironment, stageOf } from '../find-environment.ts';
import { type Clients, openClients } from '../open-clients.ts';
import { type LeftResource, lookAt, lookAtLeft } from './left-resource.ts';
import type { TakeOverRequest } from './take-over-request.ts';

/** A stage that need not be deployed, for a command. Disposing of it closes its AWS clients. */
export interface StageWithoutStack extends Disposable {
  readonly stage: string;
  readonly region: string;
  readonly stackName: string;
  readonly clients: Clients;
}

/** @throws {UsageError} no stage is named. */
export async function openStage(args: AccessArguments, terminal: Terminal): Promise<StageWithoutStack> {
  const stage = stageOf(args, terminal);
  if (stage === undefined) throw new UsageError('Which adapter? Add --stage NAME');
  const environment = await stageEnvironment(stage, args, terminal);
  const clients = openClients(environment, { isLocal: false });
  return {
    stage,
    region: environment.AWS_REGION,
    stackName: stackNameOf(stage),
    clients,
    [Symbol.dispose]: clients[Symbol.dispose],
  };
}

/** Returns what removed stacks of the stage left and still exists. */
export async function findLeft({ clients, stackName }: StageWithoutStack): Promise<LeftResource[]> {
  return lookAtLeft(clients, await readEarlierStacks(await clients.cloudFormation(), stackName));
}

/** Returns the resources that a person named. @throws {ConfigError} there is no such resource, or it is none of this adapter. */
export function lookAtNamed(
  { clients }: StageWithoutStack,
  { use }: Pick<TakeOverRequest, 'use'>,
): Promise<LeftResource[]> {
  return Promise.all(
    [...use].map(async ([name, physicalId]) => {
      refuseOther(name, physicalId);
      const seen = await lookAt(clients, { name, physicalId });
      if (seen === undefined) throw new ConfigError(`There is no ${physicalId}: is the region right?`);
      return seen;
    }),
  );
}

/** Tables have one key and queues one form, so only the name that CloudFormation gave tells them apart. */
function refuseOther(name: KeptName, physicalId: string): void {
  const said = keptNames.find((one) => physicalId.toLowerCase().includes(`-${one.toLowerCase()}-`));
  if (said !== undefined && said !== name) {
    throw new ConfigError(`${physicalId} is a ${said}, and no ${name}`);
  }
}
