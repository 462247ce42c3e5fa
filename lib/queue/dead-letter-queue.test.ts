import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../infra/local/aws/emulator.ts';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { createDeadLetterQueue, type DeadLetter, type DeadLetterQueue } from './dead-letter-queue.ts';

let emulator: Emulator;
let sqs: SQSClient;
let queue: DeadLetterQueue;
let errors: unknown[];

beforeAll(async () => {
  emulator = await startEmulator();
  sqs = new SQSClient({ ...localClientSettings(emulator.endpoint), maxAttempts: 1 });
});

beforeEach(() => {
  errors = [];
  const onError = (error: unknown) => errors.push(error);
  queue = createDeadLetterQueue({ sqs, queueUrl: emulator.deadLetterQueueUrl, budgetMs: 30_000, onError });
});

afterAll(() => emulator.stop());

const aLetter = (body: string, message = ''): DeadLetter => ({
  body,
  attributes: {
    cause: 'refused',
    code: '40001',
    message,
    receives: '1',
    queuedAt: '2026-11-24T00:00:00.000Z',
    diedAt: '2026-11-24T00:00:01.000Z',
  },
});

async function receive(count: number) {
  const received = [];
  while (received.length < count) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: emulator.deadLetterQueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) break;
    received.push(...Messages);
  }
  return received;
}

test('dead letters are stored with their cause, however many they are', async () => {
  const letters = Array.from({ length: 23 }, (_, index) => aLetter(`body ${index}`));

  expect(await queue.sendAll(letters)).toEqual(new Set(letters));
  const received = await receive(23);
  expect(received.map(({ Body }) => Body).sort()).toEqual(letters.map(({ body }) => body).sort());
  expect(received[0]?.MessageAttributes?.['cause']?.StringValue).toBe('refused');
  expect(received[0]?.MessageAttributes).not.toHaveProperty('message');
});

test('a long message of Dfinery is cut, and characters that SQS refuses are replaced', async () => {
  await queue.sendAll([aLetter('odd words', `\u0000\ud83d ${'확'.repeat(400)}`)]);

  const [letter] = await receive(1);
  const text = letter?.MessageAttributes?.['message']?.StringValue ?? '';
  expect(text).toMatch(/^\?\? 확+$/);
  expect(text).toHaveLength(256);
});

test('the longest body that the receiver queues still fits with its cause', async () => {
  const letter = aLetter('x'.repeat(1_048_576 - 4_096), '확'.repeat(400));

  expect((await queue.sendAll([letter])).size).toBe(1);
  expect(errors).toEqual([]);
});

test('if the queue cannot be reached, no letter is accepted and the error is reported', async () => {
  const nowhere = new SQSClient({ ...localClientSettings('http://127.0.0.1:9'), maxAttempts: 1 });
  const onError = (error: unknown) => errors.push(error);
  const queueUrl = 'http://127.0.0.1:9/000000000000/dead';
  const unreachable = createDeadLetterQueue({ sqs: nowhere, queueUrl, budgetMs: 500, onError });

  expect((await unreachable.sendAll([aLetter('body')])).size).toBe(0);
  expect(errors).toHaveLength(1);
});
