import { afterAll, beforeAll, expect, test } from 'vitest';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { startOperatedAdapter } from '../../../test/support/harness/operated-adapter.ts';

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;

beforeAll(async () => {
  const api = { clientId: 'id', clientSecret: 'a-secret-of-the-app' };
  adapter = await startOperatedAdapter({
    main: aConnection({ poll: {}, api }),
    other: aConnection({ shop: 'other.myshopify.com' }),
  });
});

afterAll(() => adapter.stop());

test('the status of every polled connection is an object a line in a pipe', async () => {
  const { exitCode, json } = await adapter.run(['poll', 'status']);

  expect([exitCode, json]).toEqual([0, [{ connection: 'main', outcome: 'never polled' }]]);
});

test('on a terminal it is a table', async () => {
  const screen = { columns: 100, hasColours: false };
  const { printed } = await adapter.run(['poll', 'status'], {}, {}, [], screen);

  expect(printed.map((line) => line.trim().split(/ {2,}/))).toMatchObject([
    ['CONNECTION', 'STATE', 'BEHIND, S', 'BEGUN', 'NEWEST CHANGE'],
    ['main', 'never polled', '–', '–'],
  ]);
});

test('of a connection that is not polled there is none', async () => {
  const { printed, complaints } = await adapter.run(['poll', 'status', '--connection', 'other']);

  expect([printed, complaints]).toEqual([[], ['No connection is polled.']]);
});

test('an action that is mistyped is answered with the likely one', async () => {
  const { exitCode, complaints } = await adapter.run(['poll', 'stats']);

  expect(exitCode).toBe(2);
  expect(complaints.join()).toContain('did you mean status?');
});
