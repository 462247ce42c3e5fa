import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { readBody, sendJson } from '../../infra/local/http-body.ts';
import { startServer } from '../../infra/local/http-server.ts';
import { moveMessages } from './move-messages.ts';

interface Entry {
  readonly Id: string;
  readonly MessageBody?: string;
  readonly MessageGroupId?: string;
  readonly ReceiptHandle?: string;
}

/** Plays a queue with these messages, and refuses one of the bodies. Returns what was sent and deleted. */
async function moveFrom(bodies: readonly string[], refused?: string) {
  const calls: { readonly operation: string; readonly entries: readonly Entry[] }[] = [];
  let waiting = bodies.map((Body) => ({ MessageId: Body, ReceiptHandle: `handle of ${Body}`, Body }));
  const server = await startServer(async (request, response) => {
    const [, operation = ''] = String(request.headers['x-amz-target']).split('.');
    const { Entries: entries = [] } = JSON.parse((await readBody(request))?.toString() ?? '') as {
      Entries?: Entry[];
    };
    if (entries.length > 0) calls.push({ operation, entries });
    const Messages = operation === 'ReceiveMessage' ? waiting : undefined;
    if (Messages !== undefined) waiting = [];
    const [Failed, Successful] = [true, false].map((isRefused) =>
      entries.filter(({ MessageBody }) => (MessageBody === refused && refused !== undefined) === isRefused),
    );
    sendJson(response, {
      body: {
        Messages,
        Successful,
        Failed: Failed?.map(({ Id }) => ({ Id, Code: 'InvalidMessageContents' })),
      },
    });
  });
  const sqs = new SQSClient({ ...localClientSettings(server.url), md5: false });
  const [from, to] = [`${server.url}/000000000000/from`, `${server.url}/000000000000/to`];
  const groupOf = (body: string) => (body === 'no message' ? undefined : `group of ${body}`);
  const outcome = await moveMessages(sqs, { from, to, groupOf }).then(
    ({ moved }) => moved,
    (error: unknown) => (error instanceof Error ? error.message : error),
  );
  sqs.destroy();
  await server.stop();
  return { outcome, calls };
}

test('each message goes under its connection, and is deleted once it was accepted', async () => {
  const { outcome, calls } = await moveFrom(['a', 'no message']);

  expect(outcome).toBe(2);
  expect(calls.map(({ operation }) => operation)).toEqual(['SendMessageBatch', 'DeleteMessageBatch']);
  expect(calls[0]?.entries.map(({ MessageBody, MessageGroupId }) => [MessageBody, MessageGroupId])).toEqual([
    ['a', 'group of a'],
    ['no message', undefined],
  ]);
  expect(calls[1]?.entries.map(({ ReceiptHandle }) => ReceiptHandle)).toEqual([
    'handle of a',
    'handle of no message',
  ]);
});

test('one that is refused stays where it is, and is told', async () => {
  const { outcome, calls } = await moveFrom(['a', 'b'], 'a');

  expect(outcome).toBe('SQS refused 1 messages: InvalidMessageContents');
  expect(calls[1]?.entries.map(({ ReceiptHandle }) => ReceiptHandle)).toEqual(['handle of b']);
});
