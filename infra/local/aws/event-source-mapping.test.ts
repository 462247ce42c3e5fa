import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from './emulator.ts';
import { type EventSourceMapping, startEventSourceMapping } from './event-source-mapping.ts';
import type { InvokeOutcome } from './invoke.ts';
import { localClientSettings } from './local-aws.ts';

let emulator: Emulator;
let sqs: SQSClient;
let mapping: EventSourceMapping | undefined;

beforeEach(async () => {
  emulator = await startEmulator();
  sqs = new SQSClient(localClientSettings(emulator.endpoint));
});

afterEach(async () => {
  await mapping?.stop();
  await emulator.stop();
});

async function send(...bodies: string[]): Promise<void> {
  for (let start = 0; start < bodies.length; start += 10) {
    const Entries = bodies
      .slice(start, start + 10)
      .map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: emulator.eventsQueueUrl, Entries }));
  }
}

/** Starts a mapping in front of a function, and remembers every event that it was invoked with. */
function mapTo(
  invoke: (event: SQSEvent) => InvokeOutcome | Promise<InvokeOutcome>,
  { concurrency = 5, windowMs = 100 } = {},
): SQSEvent[] {
  const events: SQSEvent[] = [];
  mapping = startEventSourceMapping({
    sqs,
    queueUrl: emulator.eventsQueueUrl,
    queueArn: emulator.eventsQueueArn,
    invoke: async (event) => {
      events.push(event);
      return invoke(event);
    },
    windowMs,
    longPollSeconds: 0,
    concurrency,
  });
  return events;
}

async function remaining(): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: emulator.eventsQueueUrl, AttributeNames: ['All'] }),
  );
  return (
    Number(Attributes?.ApproximateNumberOfMessages) +
    Number(Attributes?.ApproximateNumberOfMessagesNotVisible)
  );
}

const bodiesOf = (event: SQSEvent | undefined) => event?.Records.map(({ body }) => body).sort();
const success: InvokeOutcome = { kind: 'response', body: '{"batchItemFailures":[]}' };

test('A batch holds the messages of one window, as records like those of Lambda, and is deleted', async () => {
  await send('first', 'second');
  const events = mapTo(() => success);
  await mapping?.settled();

  expect(events.map(bodiesOf)).toEqual([['first', 'second']]);
  expect(events[0]?.Records[0]).toMatchObject({
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:ap-northeast-2:000000000000:events',
    awsRegion: 'ap-northeast-2',
    messageAttributes: {},
    attributes: { ApproximateReceiveCount: '1' },
  });
  expect(Number(events[0]?.Records[0]?.attributes.SentTimestamp)).toBeGreaterThan(1_700_000_000_000);
  expect(await remaining()).toBe(0);
});

test('A batch holds at most 100 messages, and then waits for no more', async () => {
  await send(...Array.from({ length: 120 }, (_, index) => `message ${index}`));
  const events = mapTo(() => success, { windowMs: 3_600_000 });
  await expect.poll(() => events.map(({ Records }) => Records.length)).toEqual([100]);
  await expect.poll(remaining).toBe(20);
});

test('Only what is reported stays, and comes back with a higher receive count when its visibility runs out', async () => {
  await sqs.send(
    new SetQueueAttributesCommand({
      QueueUrl: emulator.eventsQueueUrl,
      Attributes: { VisibilityTimeout: '1' },
    }),
  );
  await send('good', 'bad');
  const events = mapTo(({ Records }) => {
    const failed = Records.filter(
      ({ body, attributes }) => body === 'bad' && attributes.ApproximateReceiveCount === '1',
    );
    const batchItemFailures = failed.map(({ messageId }) => ({ itemIdentifier: messageId }));
    return { kind: 'response', body: JSON.stringify({ batchItemFailures }) };
  });
  await expect.poll(remaining).toBe(0);

  expect(bodiesOf(events[0])).toEqual(['bad', 'good']);
  const times = events.flatMap(({ Records }) =>
    Records.filter(({ body }) => body === 'bad').map(({ attributes }) => attributes.ApproximateReceiveCount),
  );
  expect(times.slice(0, 2)).toEqual(['1', '2']);
});

describe('The whole batch stays', () => {
  test.each<[string, InvokeOutcome]>([
    ['if the function threw', { kind: 'error' }],
    ['if it took too long', { kind: 'timeout' }],
    [
      'if it named a message of another batch',
      { kind: 'response', body: '{"batchItemFailures":[{"itemIdentifier":"x"}]}' },
    ],
  ])('%s', async (_name, outcome) => {
    await send('first', 'second');
    mapTo(() => outcome);
    await mapping?.settled();

    expect(await remaining()).toBe(2);
  });
});

test('No more invocations run at once than allowed', async () => {
  const finished = Promise.withResolvers<InvokeOutcome>();
  const events = mapTo(() => finished.promise, { concurrency: 2 });
  for (const [index, body] of ['a', 'b'].entries()) {
    await send(body);
    await expect.poll(() => events.length).toBe(index + 1);
  }
  await send('c');
  // Longer than a batch is gathered.
  await sleep(300);
  expect(events).toHaveLength(2);
  finished.resolve(success);

  await expect.poll(remaining).toBe(0);
  expect(events.map(bodiesOf)).toEqual([['a'], ['b'], ['c']]);
});

test('Stopping waits for the running invocation', async () => {
  let isDone = false;
  await send('slow');
  const events = mapTo(async () => {
    await sleep(200);
    isDone = true;
    return success;
  });
  await expect.poll(() => events.length).toBe(1);
  await mapping?.stop();

  expect(isDone).toBe(true);
  expect(await remaining()).toBe(0);
});
