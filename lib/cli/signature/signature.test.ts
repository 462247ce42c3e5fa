import { expect, test } from 'vitest';
import { recordTerminal } from '../../../test/support/doubles/recorded-terminal.ts';
import { sources } from '../../sources/all-sources.ts';
import type { Screen } from '../command.ts';
import { runAdapter } from '../run-adapter.ts';

const SECRET = 'signature-secret-1234';
const BODY = '{"id":1,"name":"🍵"}\n';
const SCREEN: Screen = { columns: 80, hasColours: false };
const connection = { source: 'shopify', shop: 'a.myshopify.com', secrets: ['another-secret-1234', SECRET] };
const files = {
  'body.json': BODY,
  'changed.json': BODY.trimEnd(),
  'c.json': JSON.stringify({ main: connection, bare: { source: 'shopify' } }),
};

/** Header lines as a platform sends them, as arguments. */
function headersOf(source: (typeof sources)[keyof typeof sources] = sources.shopify, now = new Date()) {
  const rawBody = Buffer.from(BODY);
  const signing = {
    rawBody,
    secret: SECRET,
    topic: 'orders/paid',
    shop: 'a.myshopify.com',
    deliveryId: 'd',
    now,
  };
  return Object.entries(source.sign(signing)).flatMap(([name, value]) => [
    '--header',
    `${name.toUpperCase()}: ${value}`,
  ]);
}

async function signature(
  args: readonly string[],
  { screen, secret }: { screen?: Screen; secret?: string } = {},
) {
  const environment = secret === undefined ? {} : { WEBHOOK_SECRET: secret };
  const terminal = recordTerminal(files, environment, [], screen);
  const exitCode = await runAdapter(['signature', ...args], terminal);
  expect([...terminal.printed, ...terminal.complaints].join('\n')).not.toContain(SECRET);
  return { exitCode, printed: terminal.printed, complaints: terminal.complaints.join('\n') };
}

const shopify = ['--source', 'shopify'];
const ofMain = [...shopify, '--connection', 'c.json#main'];

test('a delivery that fits the connection: exit code 0, one line of JSON', async () => {
  const { exitCode, printed } = await signature([...ofMain, ...headersOf(), 'body.json']);

  expect([exitCode, printed.length]).toEqual([0, 1]);
  expect(JSON.parse(printed[0] ?? '')).toMatchObject({
    ...{ valid: true, reason: null, header: 'x-shopify-hmac-sha256', firstDifference: null, bytes: 23 },
    causes: [{ name: 'another-secret' }],
  });
});

test('one that does not: exit code 4, and the cause', async () => {
  const { exitCode, printed } = await signature([...ofMain, ...headersOf(), 'changed.json']);

  expect(exitCode).toBe(4);
  expect(JSON.parse(printed[0] ?? '')).toMatchObject({
    ...{ valid: false, reason: 'signature-mismatch', firstDifference: { at: 0 } },
    causes: [{ name: 'body-newline-lost' }],
  });
});

test('takes the secret from the environment if the connection has none, and any shop if none is named', async () => {
  const args = [...shopify, ...headersOf(), 'body.json'];

  expect((await signature(args, { secret: SECRET })).exitCode).toBe(0);
  expect(
    (
      await signature([...args, '--connection', 'c.json#bare', '--shop', 'a.myshopify.com'], {
        secret: SECRET,
      })
    ).exitCode,
  ).toBe(0);
  const other = await signature([...args, '--shop', 'b.myshopify.com'], { secret: SECRET });
  expect(other.exitCode).toBe(4);
  expect(other.printed.join()).toContain('of the shop \\"a.myshopify.com\\" (x-shopify-shop-domain)');
});

test('--at checks an old delivery as of then', async () => {
  const bigcommerce = sources.bigcommerce;
  const args = [
    '--source',
    'bigcommerce',
    ...headersOf(bigcommerce, new Date('2020-01-01T00:00:00Z')),
    'body.json',
  ];

  expect((await signature(args, { secret: SECRET })).printed.join()).toContain('"timestamp-stale"');
  expect((await signature([...args, '--at', '2020-01-01T00:01:00Z'], { secret: SECRET })).exitCode).toBe(0);
});

test('prints a few lines on a terminal, but with --json', async () => {
  const args = [...ofMain, ...headersOf(), 'changed.json'];
  const { printed } = await signature(args, { screen: SCREEN });

  expect(printed[0]).toBe('✗ refused: signature-mismatch');
  expect(printed).toContainEqual(expect.stringMatching(/^ {2}expected {2}\S{44}$/));
  expect(printed).toContainEqual(expect.stringMatching(/^ {12}·*\^ they differ from here$/));
  expect(printed.at(-1)).toBe('→ The body was signed with a line break at its end, which is gone.');
  expect((await signature([...args, '--json'], { screen: SCREEN })).printed).toHaveLength(1);
});

test('says on a terminal if no usual cause fits', async () => {
  const args = [...shopify, ...headersOf(), 'body.json'];
  const { exitCode, printed } = await signature(args, { screen: SCREEN, secret: 'quite-another-1234' });

  expect(exitCode).toBe(4);
  expect(printed.at(-1)).toMatch(/^→ No usual cause fits/);
});

test('a header that came twice holds both values', async () => {
  const lines = headersOf();
  const twice = [...lines, ...lines.slice(lines.findIndex((line) => line.includes('HMAC')) - 1).slice(0, 2)];

  expect((await signature([...ofMain, ...twice, 'body.json'])).printed.join()).toContain('"signature-twice"');
});

test.each([
  [[], 2, '--source is missing'],
  [shopify, 2, 'FILE is missing'],
  [[...shopify, 'a', 'b'], 2, 'Unexpected argument: b'],
  [[...shopify, '--topic', 'order/paid', 'body.json'], 2, 'did you mean orders/paid?'],
  [[...shopify, '--header', 'a: b', '--header', SECRET, 'body.json'], 2, '(number 2 is none)'],
  [[...shopify, '--at', 'noon', 'body.json'], 2, '--at needs an instant'],
  [[...shopify, 'body.json'], 1, 'WEBHOOK_SECRET'],
  [[...ofMain, 'nowhere.json'], 1, 'ENOENT'],
  [[...shopify, '--connection', 'c.json#gone', 'body.json'], 1, 'has no connection gone'],
])('%j ends with %i', async (args, exitCode, complaint) => {
  const answered = await signature(args);

  expect([answered.exitCode, answered.printed]).toEqual([exitCode, []]);
  expect(answered.complaints).toContain(complaint);
});
