import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { fetchRecords } from '../../../test/support/builders/a-fetch.ts';
import { aRefundFetch } from '../../../test/support/builders/a-refund-fetch.ts';
import {
  aQueuedClosing,
  aQueuedMessage,
  aQueuedRefund,
} from '../../../test/support/builders/queue-records.ts';
import { startOperatedAdapter } from '../../../test/support/harness/operated-adapter.ts';
import { createDeadLetterQueue } from '../../queue/dead-letter-queue.ts';
import { encodeFetchMessage } from '../../queue/fetch-message.ts';
import { encodeMessage } from '../../queue/message.ts';

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;
let sqs: SQSClient;

beforeEach(async () => {
  adapter = await startOperatedAdapter({});
  sqs = new SQSClient(localClientSettings(adapter.emulator.endpoint));
});

afterEach(async () => {
  sqs.destroy();
  await adapter.stop();
});

interface Letter {
  readonly orderId: string;
  readonly cause?: string;
  readonly diedAt?: string;
  readonly body?: string;
}

/** Puts dead letters of orders into the queue, as the drain does. */
const die = (...letters: Letter[]) => dieIn(adapter.emulator.deadLetterQueueUrl, letters);

async function dieIn(queueUrl: string, letters: readonly Letter[]): Promise<void> {
  const queue = createDeadLetterQueue({
    sqs,
    queueUrl,
    budgetMs: 30_000,
    onError: (error) => {
      throw error;
    },
  });
  await queue.sendAll(
    letters.map(({ orderId, cause = 'refused', diedAt = '2026-11-24T00:00:00.000Z', body }) => ({
      body: body ?? encodeMessage(aQueuedMessage({ orderId, customer: 'ann' })),
      attributes: {
        cause,
        code: '40001',
        message: 'VALIDATION_FAILURE of ann@example.com',
        receives: '3',
        queuedAt: '2026-11-23T00:00:00.000Z',
        diedAt,
      },
    })),
  );
}

async function bodiesIn(queueUrl: string): Promise<string[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    VisibilityTimeout: 0,
  });
  const { Messages = [] } = await sqs.send(command);
  return Messages.map(({ Body = '' }) => Body);
}

const events = () => bodiesIn(adapter.emulator.eventsQueueUrl);
const dead = () => bodiesIn(adapter.emulator.deadLetterQueueUrl);

describe('looking', () => {
  test('shows the cause, the time and the order, and no personal data', async () => {
    await die({ orderId: '7' }, { orderId: '8', cause: 'misconfigured' });
    const { json, exitCode } = await adapter.run(['dead-letters', 'list', '--each', '--cause', 'refused']);

    expect(exitCode).toBe(0);
    expect(json).toMatchObject([
      { cause: 'refused', code: '40001', connection: 'main', orderId: '7', part: 1, parts: 1, receives: '3' },
    ]);
    expect(JSON.stringify(json)).not.toContain('ann');
  });

  test('groups them by cause and code, with what Dfinery said and what to type', async () => {
    const diedAt = '2026-11-25T00:00:00.000Z';
    await die({ orderId: '7' }, { orderId: '8', diedAt }, { orderId: '9', cause: 'misconfigured' });
    const { printed, exitCode } = await adapter.run(
      ['dead-letters', 'list', '--connection', 'main'],
      {},
      {},
      [],
      { columns: 80, hasColours: false },
    );

    expect(printed).toEqual([
      '2 × refused 40001',
      '    VALIDATION_FAILURE of ‹15 characters›',
      '    main · 2 purchase · died 2026-11-24T00:00:00.000Z … 2026-11-25T00:00:00.000Z',
      '    → adapter dead-letters redrive --cause refused --code 40001 --connection main --local',
      '1 × misconfigured 40001',
      '    VALIDATION_FAILURE of ‹15 characters›',
      '    main · 1 purchase · died 2026-11-24T00:00:00.000Z',
      '    → adapter dead-letters redrive --cause misconfigured --code 40001 --connection main --local',
    ]);
    expect(exitCode).toBe(0);

    const { json } = await adapter.run(['dead-letters', 'list']);
    expect(json).toMatchObject([
      { cause: 'refused', count: 2, connections: ['main'], kinds: { purchase: 2 } },
      { cause: 'misconfigured', count: 1 },
    ]);
  });

  test('says so if there is none', async () => {
    const { printed, complaints, exitCode } = await adapter.run([
      'dead-letters',
      'list',
      '--queue',
      'fetches',
    ]);

    expect([printed, complaints, exitCode]).toEqual([[], ['No such dead letter of fetches.'], 0]);
  });

  test('chooses them by the time of their death', async () => {
    await die({ orderId: '7' }, { orderId: '8', diedAt: '2026-11-25T00:00:00.000Z' });
    const list = async (...times: readonly string[]) => {
      const { json } = await adapter.run(['dead-letters', 'list', '--each', ...times]);
      return (json as { orderId: string }[]).map(({ orderId }) => orderId).sort();
    };

    expect(await list('--since', '2026-11-24T00:00:01Z')).toEqual(['8']);
    expect(await list('--until', '2026-11-25')).toEqual(['7']);
    expect(await list('--since', '2026-11-24', '--until', '2026-11-26')).toEqual(['7', '8']);
  });

  test('finds one by the beginning of its id, if no other begins so', async () => {
    await die({ orderId: '7' }, { orderId: '8' });
    const { json } = await adapter.run(['dead-letters', 'list', '--each']);
    const [{ id }] = json as [{ id: string }];

    expect((await adapter.run(['dead-letters', 'show', id.slice(0, 13)])).json).toMatchObject([{ id }]);
  });

  test('finds an order together with its refunds', async () => {
    await die({ orderId: '7' }, { orderId: '7/1' }, { orderId: '77' }, { orderId: '77/7' });
    const { json } = await adapter.run(['dead-letters', 'list', '--each', '--order', '7']);

    expect((json as { orderId: string }[]).map(({ orderId }) => orderId).sort()).toEqual(['7', '7/1']);
  });

  test('leaves everything where it is, for the next look to find', async () => {
    await die(...Array.from({ length: 25 }, (_, index) => ({ orderId: String(index) })));

    expect((await adapter.run(['dead-letters', 'list', '--each'])).printed).toHaveLength(25);
    expect((await adapter.run(['dead-letters', 'list', '--each'])).printed).toHaveLength(25);
  });

  test('shows one whole, masked without --reveal', async () => {
    await die({ orderId: '7' });
    const { json } = await adapter.run(['dead-letters', 'list', '--each']);
    const [{ id }] = json as [{ id: string }];

    const masked = (await adapter.run(['dead-letters', 'show', id])).printed.join('');
    expect(masked).toContain('"df_total_purchase_amount": 10');
    expect(masked).not.toContain('ann');
    expect(masked).toContain('VALIDATION_FAILURE of ‹15 characters›');
    const revealed = await adapter.run(['dead-letters', 'show', id, '--reveal']);
    expect(revealed.json).toMatchObject([{ message: { identity: { email: 'ann@example.com' } } }]);
  });

  test('says so if the dead letter does not exist', async () => {
    expect(await adapter.run(['dead-letters', 'show', 'nobody'])).toMatchObject({
      exitCode: 1,
      complaints: ['No dead letter nobody'],
    });
  });

  test('exports them whole into a file and leaves them in the queue', async () => {
    await die({ orderId: '7' }, { orderId: '8', body: 'no message of ours' });
    const { written, complaints } = await adapter.run(['dead-letters', 'export', 'letters.jsonl']);

    const lines = written['letters.jsonl']
      ?.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toHaveLength(2);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'no message of ours' }));
    expect(complaints[0]).toContain('2 dead letters written');
    expect(await dead()).toHaveLength(2);
  });
});

describe('a redrive', () => {
  test('first says what it would do', async () => {
    await die({ orderId: '7' }, { orderId: '8', cause: 'misconfigured' });
    const { json } = await adapter.run(['dead-letters', 'redrive']);

    expect(json).toEqual([{ dryRun: true, letters: 2, byCause: { refused: 1, misconfigured: 1 } }]);
    expect(await events()).toEqual([]);
    expect(await dead()).toHaveLength(2);
  });

  test('puts the chosen back into the queue as they were, and no other', async () => {
    await die(
      { orderId: '7' },
      { orderId: '8', cause: 'misconfigured' },
      { orderId: '9', cause: 'misconfigured' },
    );
    const { json } = await adapter.run([
      'dead-letters',
      'redrive',
      '--cause',
      'misconfigured',
      '--yes',
      '--per-second',
      '100',
    ]);

    expect(json).toEqual([{ redriven: 2, letters: 2, byCause: { misconfigured: 2 } }]);
    const wanted = ['8', '9'].map((orderId) => encodeMessage(aQueuedMessage({ orderId, customer: 'ann' })));
    expect((await events()).sort()).toEqual(wanted.sort());
    expect(await dead()).toHaveLength(1);
  });

  test('puts purchases back before what takes them back', async () => {
    const refund = encodeMessage(aQueuedRefund({ orderId: '1', refundId: '9' }));
    const closing = encodeMessage(aQueuedClosing({ orderId: '2' }));
    await die(
      { orderId: '1/9', body: refund },
      { orderId: '2/cancellation', body: closing },
      { orderId: '1' },
      { orderId: '2' },
    );

    await adapter.run(['dead-letters', 'redrive', '--yes', '--per-second', '100']);
    const kinds = (await events()).map((body) => (JSON.parse(body) as { kind: string }).kind);
    expect(kinds.slice(0, 2)).toEqual(['purchase', 'purchase']);
    expect(kinds.slice(2).toSorted()).toEqual(['closing', 'refund']);
  });

  test('stops, if asked, when one that was put back is dead again', async () => {
    await die({ orderId: '7', diedAt: '2999-01-01T00:00:00.000Z' });
    const asked = await adapter.run(['dead-letters', 'redrive', '--yes', '--stop-on-refusal']);

    expect(asked).toMatchObject({ exitCode: 4, json: [{ redriven: 0 }] });
    expect(await adapter.run(['dead-letters', 'redrive', '--yes'])).toMatchObject({ exitCode: 0 });
    expect(await dead()).toHaveLength(1);
  });
});

describe('of orders to be fetched', () => {
  const fetches = () => bodiesIn(adapter.emulator.fetchesQueueUrl);
  const named = (orderId: string) => fetchRecords([{ orderId }])[0]?.body ?? '';
  const dieUnfetched = (...letters: Letter[]) =>
    dieIn(
      adapter.emulator.fetchesDeadLetterQueueUrl,
      letters.map((letter) => ({ body: named(letter.orderId), ...letter })),
    );
  const run = (action: string, ...more: string[]) =>
    adapter.run([
      'dead-letters',
      action,
      '--queue',
      'fetches',
      ...(action === 'list' ? ['--each'] : []),
      ...more,
    ]);

  test('the list is a list of its own', async () => {
    await dieUnfetched({ orderId: '20261124-0000001', cause: 'not-found' });
    await die({ orderId: '7' });
    const { json } = await run('list');

    expect(json).toMatchObject([{ cause: 'not-found', connection: 'main', orderId: '20261124-0000001' }]);
    expect((await adapter.run(['dead-letters', 'list', '--each'])).json).toMatchObject([{ orderId: '7' }]);
  });

  test('one is shown with its whole reference; a body that is not a message needs --reveal', async () => {
    await dieUnfetched(
      { orderId: '20261124-0000001', cause: 'not-found' },
      { orderId: '', cause: 'message-invalid', body: 'ann@example.com' },
    );
    const idOf = (cause: string) => letters.find((letter) => letter.cause === cause)?.id ?? '';
    const letters = (await run('list')).json as { id: string; cause: string }[];

    const { json } = await run('show', idOf('not-found'));
    expect(json).toMatchObject([
      { message: { reference: { orderId: '20261124-0000001', parameters: { shop_no: '1' } } } },
    ]);
    const masked = (await run('show', idOf('message-invalid'))).printed.join();
    expect(masked).not.toContain('ann@');
    const revealed = (await run('show', idOf('message-invalid'), '--reveal')).printed.join();
    expect(revealed).toContain('ann@example.com');
  });

  test('a refund is listed as events name it, and shown without its buyer', async () => {
    const body = encodeFetchMessage(aRefundFetch());
    await dieIn(adapter.emulator.fetchesDeadLetterQueueUrl, [{ orderId: '', body }]);
    const { json } = await run('list', '--order', '9001');
    const [{ id }] = json as [{ id: string }];

    expect(json).toMatchObject([{ kind: 'refund', connection: 'main', orderId: '9001/9002' }]);
    const shown = (await run('show', id)).printed.join('');
    expect(shown).toContain('"amount": "29.75"');
    expect(shown).not.toContain('buyer@');
    expect((await run('show', id, '--reveal')).printed.join('')).toContain('buyer@example.com');
  });

  test('a redrive puts the chosen back into the queue of fetches, as they were', async () => {
    await dieUnfetched(
      { orderId: '20261124-0000001', cause: 'not-found' },
      { orderId: '20261124-0000002', cause: 'misconfigured' },
    );
    await die({ orderId: '7', cause: 'not-found' });
    const { json } = await run('redrive', '--cause', 'not-found', '--yes');

    expect(json).toEqual([{ redriven: 1, letters: 1, byCause: { 'not-found': 1 } }]);
    expect(await fetches()).toEqual([named('20261124-0000001')]);
    expect(await events()).toEqual([]);
    expect(await dead()).toHaveLength(1);
    expect((await run('list')).json).toMatchObject([{ orderId: '20261124-0000002' }]);
  });

  test('a queue of another name is wrong usage', async () => {
    expect((await adapter.run(['dead-letters', 'list', '--each', '--queue', 'orders'])).exitCode).toBe(2);
  });
});

test('keep sends each one again, once, with its cause', async () => {
  await die({ orderId: '7' }, { orderId: '8' });
  const { json } = await adapter.run(['dead-letters', 'keep', '--yes', '--per-second', '100']);

  expect(json).toEqual([{ kept: 2, letters: 2, byCause: { refused: 2 } }]);
  const { json: kept } = await adapter.run(['dead-letters', 'list', '--each']);
  expect(kept).toMatchObject([{ cause: 'refused' }, { cause: 'refused' }]);
});

test.each([
  [[]],
  [['burn']],
  [['show']],
  [['list', 'one']],
  [['redrive', '--cause', 'nope']],
  [['redrive', '--since', 'yesterday']],
  [['redrive', '--per-second', '0']],
  [['redrive', '--stage', 'prod']],
])('dead-letters %j is wrong usage', async (args) => {
  expect((await adapter.run(['dead-letters', ...args])).exitCode).toBe(2);
});
