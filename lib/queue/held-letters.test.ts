import { setTimeout as sleep } from 'node:timers/promises';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../infra/local/aws/emulator.ts';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { createDeadLetters } from './held-letters.ts';
import { letterReaders } from './letter-message.ts';

let emulator: Emulator;
let sqs: SQSClient;

beforeAll(async () => {
  emulator = await startEmulator();
  sqs = new SQSClient(localClientSettings(emulator.endpoint));
});

afterAll(() => emulator.stop());

test('a queue that only returns letters already seen is not taken for empty', async () => {
  const QueueUrl = emulator.deadLetterQueueUrl;
  const bodies = Array.from({ length: 11 }, (_, index) => `letter ${index}`);
  for (const MessageBody of bodies) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  // Another reader holds one of them for 2 s.
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1, VisibilityTimeout: 2 }));
  const letters = createDeadLetters({
    sqs,
    queueUrl: QueueUrl,
    homeQueueUrl: emulator.eventsQueueUrl,
    readMessage: letterReaders.events,
    holdSeconds: 1,
  });

  const met: string[] = [];
  for await (const { body, cause } of letters.hold(1_000)) {
    expect(cause).toBe('received-too-often');
    met.push(body);
    // Longer than the hold: the first ten are visible again, and nothing else is.
    if (met.length === 10) await sleep(1_100);
  }

  expect(met.sort()).toEqual(bodies.sort());
});
