import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../infra/local/aws/emulator.ts';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { readBody, sendJson } from '../../infra/local/http-body.ts';
import { startServer } from '../../infra/local/http-server.ts';
import { createMessageQueue } from './message-queue.ts';

describe('SQS', () => {
  let emulator: Emulator;
  let sqs: SQSClient;

  beforeAll(async () => {
    emulator = await startEmulator();
    sqs = new SQSClient(localClientSettings(emulator.endpoint));
  });

  afterAll(() => emulator.stop());

  test('holds all messages once sendAll is done', async () => {
    const queue = createMessageQueue({ sqs, queueUrl: emulator.eventsQueueUrl, budgetMs: 30_000 });
    const bodies = Array.from({ length: 13 }, (_, index) => `{"v":1,"name":"녹차 ${index}"}`);

    await queue.sendAll(bodies, 'main');

    expect((await received()).sort()).toEqual([...bodies].sort());
  });

  async function received(): Promise<string[]> {
    const command = new ReceiveMessageCommand({ QueueUrl: emulator.eventsQueueUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await sqs.send(command);
    if (Messages.length === 0) return [];
    return [...Messages.map(({ Body = '' }) => Body), ...(await received())];
  }
});

describe('a message that SQS refuses', () => {
  /** Refuses entries as SQS does; the first list is for the first request, and so on. */
  async function sendTo(
    refusals: readonly (readonly string[])[],
    bodies: readonly string[],
    isSilent = false,
  ) {
    const requests: string[][] = [];
    const groups = new Set<string | undefined>();
    const server = await startServer(async (request, response) => {
      const { Entries } = JSON.parse((await readBody(request))?.toString() ?? '') as {
        Entries: { Id: string; MessageBody: string; MessageGroupId?: string }[];
      };
      const refused = refusals[requests.length] ?? [];
      requests.push(Entries.map(({ MessageBody }) => MessageBody));
      for (const { MessageGroupId } of Entries) groups.add(MessageGroupId);
      const isRefused = ({ MessageBody }: { MessageBody: string }) => refused.includes(MessageBody);
      const named = {
        Successful: Entries.filter((entry) => !isRefused(entry)).map(({ Id }) => ({ Id, MessageId: Id })),
        Failed: Entries.filter(isRefused).map(({ Id }) => ({
          Id,
          Code: 'InternalError',
          SenderFault: false,
        })),
      };
      sendJson(response, { body: isSilent ? {} : named });
    });
    const settings = { ...localClientSettings(server.url), md5: false as const, maxAttempts: 1 };
    const queue = createMessageQueue({
      sqs: new SQSClient(settings),
      queueUrl: `${server.url}/000000000000/events`,
      budgetMs: 30_000,
    });
    const outcome = await queue.sendAll(bodies, 'main').then(
      () => 'done',
      (error: unknown) => error,
    );
    await server.stop();
    return { requests, outcome, groups: [...groups] };
  }

  test('is sent once more, without the accepted ones', async () => {
    const { requests, outcome, groups } = await sendTo([['b']], ['a', 'b', 'c']);

    expect(outcome).toBe('done');
    expect(groups, 'the connection, for a fair queue').toEqual(['main']);
    expect(requests).toEqual([['a', 'b', 'c'], ['b']]);
  });

  test('twice makes the call fail, so that the platform delivers again', async () => {
    const { requests, outcome } = await sendTo([['b'], ['b']], ['a', 'b']);

    expect(outcome).toMatchObject({ code: 'queue-unavailable', retryable: true });
    expect(requests).toHaveLength(2);
  });

  test('is every one that the answer does not name as accepted', async () => {
    const { requests, outcome } = await sendTo([], ['a', 'b'], true);

    expect(outcome).toMatchObject({ code: 'queue-unavailable' });
    expect(requests).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });
});
