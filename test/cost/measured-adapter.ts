import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSRecord } from 'aws-lambda';
import { deliver } from '../../infra/local/sample-delivery.ts';
import { type Stack, startStack } from '../../infra/local/stack.ts';
import { aConnection } from '../support/a-connection.ts';
import { type MeasuredFunctions, startMeasuredFunctions } from './measured-functions.ts';

export interface MeasuredAdapter {
  readonly stack: Stack;
  readonly functions: MeasuredFunctions;
  /** Delivers a webhook, of an order if no topic is given. Returns the answer. @throws {Error} it was not queued. */
  readonly deliver: (body: string, topic?: string) => Promise<string>;
  /** Hands records to the drain. @throws {Error} one of them was not settled. */
  readonly drain: (records: readonly SQSRecord[]) => Promise<void>;
  /** Returns what was queued, as soon as it is so many records. */
  readonly queued: (count: number) => Promise<readonly SQSRecord[]>;
  stop(): Promise<void>;
}

/** Starts the adapter with packaged functions, and keeps what is queued until it is asked to drain it. */
export async function startMeasuredAdapter(): Promise<MeasuredAdapter> {
  const connection = aConnection({ defaultCountry: 'KR', profiles: 'send' });
  const records: SQSRecord[] = [];
  const started: MeasuredFunctions[] = [];
  const stack = await startStack({
    connections: () => Promise.resolve({ main: connection }),
    longPollSeconds: 0,
    startFunctions: async (environment) => {
      const functions = await startMeasuredFunctions(environment);
      started.push(functions);
      return {
        receive: functions.receiver.invoke,
        drain: (event) => {
          records.push(...event.Records);
          return Promise.resolve({ kind: 'response', body: SETTLED });
        },
        // A sample order needs no fetching.
        fetch: unused,
        erase: () => Promise.reject(new Error('nobody is erased here')),
        refreshTokens: unused,
        stop: () => functions.stop(),
      };
    },
  });
  const [functions] = started;
  if (functions === undefined) throw new Error('the functions were not started');

  return {
    stack,
    functions,
    deliver: async (body, topic) => {
      const to = { url: stack.url, id: 'main', connection, ...(topic !== undefined && { topic }) };
      const answer = await deliver(body, to);
      if (answer.status !== 200) throw new Error(`a delivery was answered ${answer.status}`);
      return answer.body;
    },
    drain: async (some) => {
      const outcome = await functions.drain.invoke({ Records: some });
      if (outcome.kind !== 'response' || outcome.body !== SETTLED) {
        throw new Error(`a batch was not settled: ${JSON.stringify(outcome)}`);
      }
    },
    queued: async (count) => {
      while (records.length < count) await sleep(100);
      return records;
    },
    stop: () => stack.stop(),
  };
}

const unused = () => Promise.reject(new Error('not measured'));

const SETTLED = JSON.stringify({ batchItemFailures: [] });
