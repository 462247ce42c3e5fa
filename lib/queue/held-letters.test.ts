import {
  ChangeMessageVisibilityCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../infra/local/aws/emulator.ts';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { readBody, sendJson } from '../../infra/local/http-body.ts';
import { startServer } from '../../infra/local/http-server.ts';
import { anErasure } from '../../test/support/builders/an-erasure.ts';
import { encodeErasureMessage } from './erasure-message.ts';
import { createDeadLetters, type HeldLetter } from './held-letters.ts';
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
  const letters = createDeadLetters({
    sqs,
    queueUrl: QueueUrl,
    homeQueueUrl: emulator.eventsQueueUrl,
    readMessage: letterReaders.events,
  });
  const [elsewhere] = await heldBySomebodyElse();

  const met: HeldLetter[] = [];
  for await (const letter of letters.hold(1_000)) {
    met.push(letter);
    if (met.length !== 10) continue;
    // The ten before are back, and for a moment nothing else is to be had.
    await Promise.all(met.map((held) => letters.letGo(held)));
    setTimeout(() => void letGo(elsewhere), 100);
  }

  expect(met.map(({ body }) => body).sort()).toEqual(bodies.sort());
  expect(new Set(met.map(({ cause }) => cause))).toEqual(new Set(['received-too-often']));
});

test.each([
  ['a message goes back to its queue under its connection', encodeErasureMessage(anErasure()), 'main'],
  ['what is no message goes back without one', 'no message', undefined],
])('%s', async (_, body, group) => {
  const sent: { MessageBody?: string; MessageGroupId?: string }[] = [];
  const server = await startServer(async (request, response) => {
    const call = JSON.parse((await readBody(request))?.toString() ?? '') as (typeof sent)[number];
    if (call.MessageBody !== undefined) sent.push(call);
    sendJson(response, { body: { MessageId: '1' } });
  });
  const there = new SQSClient({ ...localClientSettings(server.url), md5: false });
  const [queueUrl, homeQueueUrl] = [`${server.url}/000000000000/dead`, `${server.url}/000000000000/home`];
  const readMessage = letterReaders.erasures;
  const letters = createDeadLetters({ sqs: there, queueUrl, homeQueueUrl, readMessage });
  const held = { id: '1', receiptHandle: 'r', body, attributes: {}, cause: 'refused' };

  await letters.redrive({ ...held, message: readMessage(body) });
  there.destroy();
  await server.stop();

  expect(sent.map(({ MessageBody, MessageGroupId }) => [MessageBody, MessageGroupId])).toEqual([
    [body, group],
  ]);
});

async function heldBySomebodyElse(): Promise<Message[]> {
  const command = { QueueUrl: emulator.deadLetterQueueUrl, MaxNumberOfMessages: 1, VisibilityTimeout: 3_600 };
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(command));
  return Messages;
}

async function letGo(message: Message | undefined): Promise<void> {
  const held = { QueueUrl: emulator.deadLetterQueueUrl, ReceiptHandle: message?.ReceiptHandle };
  await sqs.send(new ChangeMessageVisibilityCommand({ ...held, VisibilityTimeout: 0 }));
}
