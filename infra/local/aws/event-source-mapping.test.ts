import { GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
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
  emulator = await startEmulator({ visibilitySeconds: 1 });
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
  concurrency = 5,
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
    windowMs: 100,
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

test('A batch holds at most 100 messages', async () => {
  await send(...Array.from({ length: 120 }, (_, index) => `message ${index}`));
  const events = mapTo(() => success);
  await mapping?.settled();

  expect(events.map(({ Records }) => Records.length)).toEqual([100, 20]);
  expect(await remaining()).toBe(0);
});

test('Only reported messages stay, and return with a higher receive count when their visibility runs out', async () => {
  await send('good', 'bad');
  const events = mapTo(({ Records }) => {
    const failed = Records.filter(
      ({ body, attributes }) => body === 'bad' && attributes.ApproximateReceiveCount === '1',
    );
    const batchItemFailures = failed.map(({ messageId }) => ({ itemIdentifier: messageId }));
    return { kind: 'response', body: JSON.stringify({ batchItemFailures }) };
  });
  await mapping?.settled();
  expect(await remaining()).toBe(1);
  await expect.poll(() => events.length, { timeout: 3_000 }).toBe(2);
  await mapping?.settled();

  expect(bodiesOf(events[1])).toEqual(['bad']);
  expect(events[1]?.Records[0]?.attributes.ApproximateReceiveCount).toBe('2');
  expect(await remaining()).toBe(0);
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

test('No more invocations than allowed run at once', async () => {
  let running = 0;
  let most = 0;
  const events = mapTo(async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 200));
    running -= 1;
    return success;
  }, 2);
  for (const body of ['a', 'b', 'c', 'd']) {
    await send(body);
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  await mapping?.settled();

  expect(events.flatMap(({ Records }) => Records)).toHaveLength(4);
  expect(most).toBe(2);
});

test('Stopping waits for the running invocation', async () => {
  let isDone = false;
  await send('slow');
  const events = mapTo(async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    isDone = true;
    return success;
  });
  await expect.poll(() => events.length).toBe(1);
  await mapping?.stop();

  expect(isDone).toBe(true);
  expect(await remaining()).toBe(0);
});
