import { SQSClient } from '@aws-sdk/client-sqs';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { type Stack, type StackOptions, startStack } from '../../../infra/local/stack.ts';
import { countMessages } from '../../../lib/queue/count-messages.ts';
import { countHandedOut, type HandedOut } from './count-handed-out.ts';
import { type PackagedFunctions, startPackagedFunctions } from './packaged-functions.ts';

/** Longer than any batch takes, so that none comes back meanwhile; and short, for one whose back-off got lost. */
const VISIBILITY_SECONDS = 60;

export interface PackagedStack extends Stack {
  readonly functions: PackagedFunctions;
  readonly handedOut: { readonly events: HandedOut; readonly fetches: HandedOut };
  /** Messages of a queue, in back-off or not. */
  readonly waiting: (queue?: 'events' | 'fetches' | 'erasures') => Promise<number>;
}

/** Starts the local stack with the packaged functions and a back-off of a second or two. */
export async function startPackagedStack(
  options: Omit<StackOptions, 'startFunctions' | 'visibilitySeconds' | 'longPollSeconds'>,
): Promise<PackagedStack> {
  const started = Promise.withResolvers<Pick<PackagedStack, 'functions' | 'handedOut'>>();
  const stack = await startStack({
    ...options,
    visibilitySeconds: VISIBILITY_SECONDS,
    // Short, so that `settled` is quick.
    longPollSeconds: 0.1,
    environment: { BACK_OFF_SECONDS: '1', MAX_BACK_OFF_SECONDS: '2', ...options.environment },
    startFunctions: async (environment) => {
      const functions = await startPackagedFunctions(environment);
      const [events, fetches] = [countHandedOut(functions.drain), countHandedOut(functions.fetch)];
      started.resolve({ functions, handedOut: { events, fetches } });
      return { ...functions, drain: events.invoke, fetch: fetches.invoke };
    },
  });
  const { emulator } = stack;
  const sqs = new SQSClient(localClientSettings(emulator.endpoint));
  const urls = {
    events: emulator.eventsQueueUrl,
    fetches: emulator.fetchesQueueUrl,
    erasures: emulator.erasuresQueueUrl,
  };
  return {
    ...stack,
    ...(await started.promise),
    waiting: async (queue = 'events') => {
      const { visible, inFlight } = await countMessages(sqs, urls[queue]);
      return visible + inFlight;
    },
    stop: async () => {
      sqs.destroy();
      await stack.stop();
    },
  };
}
