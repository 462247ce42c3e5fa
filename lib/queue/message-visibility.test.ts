import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../infra/local/aws/emulator.ts';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { createMessageVisibility } from './message-visibility.ts';

let emulator: Emulator;
let sqs: SQSClient;

beforeAll(async () => {
  emulator = await startEmulator();
  sqs = new SQSClient({ ...localClientSettings(emulator.endpoint), maxAttempts: 1 });
});

afterAll(() => emulator.stop());

const receive = async (): Promise<string[]> => {
  const command = new ReceiveMessageCommand({ QueueUrl: emulator.eventsQueueUrl, MaxNumberOfMessages: 10 });
  const { Messages = [] } = await sqs.send(command);
  return Messages.map(({ ReceiptHandle = '' }) => ReceiptHandle);
};

test('messages come back after the requested time, even if they take more than one call', async () => {
  for (let index = 0; index < 12; index += 1) {
    await sqs.send(new SendMessageCommand({ QueueUrl: emulator.eventsQueueUrl, MessageBody: String(index) }));
  }
  const handles = [...(await receive()), ...(await receive())];
  const visibility = createMessageVisibility({ sqs, queueUrl: emulator.eventsQueueUrl, budgetMs: 30_000 });

  expect(handles).toHaveLength(12);
  const hide = (seconds: number) =>
    visibility.hide(handles.map((receiptHandle) => ({ receiptHandle, seconds })));
  expect(await hide(3_600)).toEqual({ failed: 0, reasons: [] });
  expect(await receive()).toEqual([]);
  expect(await hide(0)).toEqual({ failed: 0, reasons: [] });
  expect([...(await receive()), ...(await receive())]).toHaveLength(12);
});

test('a handle that SQS does not know is counted, and the others still work', async () => {
  await sqs.send(new SendMessageCommand({ QueueUrl: emulator.eventsQueueUrl, MessageBody: 'body' }));
  let [known] = await receive();
  while (known === undefined) [known] = await receive();
  const visibility = createMessageVisibility({ sqs, queueUrl: emulator.eventsQueueUrl, budgetMs: 30_000 });
  const asked = [known, 'no handle'].map((receiptHandle) => ({ receiptHandle, seconds: 5 }));

  expect((await visibility.hide(asked)).failed).toBe(1);
});

test('if the queue cannot be reached, every change fails', async () => {
  const nowhere = new SQSClient({ ...localClientSettings('http://127.0.0.1:9'), maxAttempts: 1 });
  const queueUrl = 'http://127.0.0.1:9/000000000000/events';
  const visibility = createMessageVisibility({ sqs: nowhere, queueUrl, budgetMs: 500 });
  const asked = Array.from({ length: 11 }, (_, index) => ({ receiptHandle: `handle-${index}`, seconds: 5 }));

  expect((await visibility.hide(asked)).failed).toBe(11);
});
