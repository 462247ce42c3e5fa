import { SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { startEventSourceMapping } from '../../../infra/local/aws/event-source-mapping.ts';
import { startHttpFront } from '../../../infra/local/aws/http-front.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION, localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { createStopList } from '../../../infra/local/stop-list.ts';
import { countMessages } from '../../../lib/queue/count-messages.ts';
import { resolveValue } from '../doubles/cloudformation/resolve-value.ts';
import { type DeployedStack, readTemplate } from '../doubles/cloudformation/stack-store.ts';
import { startPackagedFunctions } from './packaged-functions.ts';
import { type RetainedWorld, STACK } from './retained-world.ts';

const VariablesSchema = v.object({
  Environment: v.object({ Variables: v.record(v.string(), v.unknown()) }),
});

/** Short, so that an order which has to wait does not hold up a test. */
const QUICK = { BACK_OFF_SECONDS: '1', MAX_BACK_OFF_SECONDS: '2', STAND_DOWN_SECONDS: '2' };

/**
 * Runs the packaged functions as the stack of the world deploys them: with the variables of its template, before and behind
 * the queues that it has.
 */
export async function startDeployedFunctions(world: RetainedWorld, dfineryUrl: string) {
  const stack = world.cloudFormation.store.living(STACK);
  if (stack === undefined) throw new Error(`${STACK} is not deployed`);
  const stops = createStopList();
  const variables = {
    ...variablesOf(stack),
    ...world.environment,
    ...QUICK,
    DFINERY_BASE_URL: dfineryUrl,
  };
  const functions = stops.add(await startPackagedFunctions(variables));
  const queueOf = (name: string) => {
    const queueUrl = stack.resources.get(name)?.physicalId ?? '';
    const queueArn = `arn:aws:sqs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${queueUrl.split('/').at(-1)}`;
    const sqs = new SQSClient(localClientSettings(world.emulator.endpoint));
    return { sqs, queueUrl, queueArn, longPollSeconds: 0.1 };
  };
  const drain = stops.add(startEventSourceMapping({ ...queueOf('EventsQueue'), invoke: functions.drain }));
  stops.add(startEventSourceMapping({ ...queueOf('ErasuresQueue'), invoke: functions.erase, batchSize: 10 }));
  const front = stops.add(await startHttpFront({ port: 0, invoke: functions.receive }));
  return {
    url: front.url,
    logs: () => functions.logs(),
    /** From now on events wait. */
    stopDrain: () => drain.stop(),
    waiting: async (name: 'EventsQueue' | 'ErasuresQueue') => {
      const { visible, inFlight } = await countMessages(world.sqs, queueOf(name).queueUrl);
      return visible + inFlight;
    },
    stop: () => stops.stopAll(),
  };
}

function variablesOf(stack: DeployedStack): Readonly<Record<string, string>> {
  const all = Object.values(readTemplate(stack.template).Resources).flatMap(({ Type, Properties }) => {
    if (Type !== 'AWS::Lambda::Function') return [];
    return Object.entries(v.parse(VariablesSchema, Properties).Environment.Variables);
  });
  return Object.fromEntries(all.map(([name, value]) => [name, resolveValue(value, stack)]));
}
