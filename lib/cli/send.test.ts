import { createServer, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordTerminal } from '../../test/support/doubles/recorded-terminal.ts';
import { sources } from '../sources/all-sources.ts';
import { runAdapter } from './run-adapter.ts';

const SECRET = 'send-secret-1234567';
const connection = JSON.stringify({ source: 'shopify', shop: 'a.myshopify.com', secrets: [SECRET] });
const files = {
  'order.json': '{"id":1,"name":"🍵"}',
  'c.json': connection,
  'bare.json': '{"source":"shopify"}',
};

let server: Server;
let to: string;
let status: number;
let verdicts: unknown[];
let answer: string;
let bodies: string[];

beforeEach(async () => {
  status = 200;
  verdicts = [];
  answer = '{"status":"queued","events":1}';
  bodies = [];
  server = createServer((request, response) => {
    void buffer(request).then((rawBody) => {
      bodies.push(rawBody.toString());
      const headers = request.headers as Record<string, string>;
      const delivery = sources.shopify.readHeaders({ headers, rawBody });
      const identity = { secrets: [SECRET], shop: 'a.myshopify.com' };
      verdicts.push(sources.shopify.verify(delivery, identity, new Date()).valid, delivery.topic);
      response.writeHead(status, { location: '/elsewhere' }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  to = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/webhooks` : '';
});

afterEach(() => {
  server.close();
});

const send = (rest: readonly string[]) => [
  'send',
  ...['--source', 'shopify', '--topic', 'orders/paid', '--to', to],
  ...rest,
  'order.json',
];

test('signs as the platform would and prints the answer', async () => {
  const terminal = recordTerminal(files);
  const exitCode = await runAdapter(send(['--connection', 'c.json']), terminal);

  expect(exitCode).toBe(0);
  expect(verdicts).toEqual([true, 'orders/paid']);
  expect(terminal.printed).toEqual(['200 {"status":"queued","events":1}']);
});

test('takes the secret from the environment if the connection has none', async () => {
  const terminal = recordTerminal(files, { WEBHOOK_SECRET: SECRET });
  await runAdapter(send(['--connection', 'bare.json']), terminal);

  expect(terminal.printed).toHaveLength(1);
});

test('without a secret nothing is sent', async () => {
  const terminal = recordTerminal(files);

  expect(await runAdapter(send(['--connection', 'bare.json']), terminal)).toBe(1);
  expect(terminal.complaints.join()).toContain('WEBHOOK_SECRET');
  expect(verdicts).toEqual([]);
});

test.each([
  [401, 4],
  [413, 4],
  [302, 4],
  [503, 5],
])('HTTP %d ends with exit code %d', async (answered, exitCode) => {
  status = answered;

  expect(await runAdapter(send(['--connection', 'c.json']), recordTerminal(files))).toBe(exitCode);
});

test('an address without a server is unreachable', async () => {
  await new Promise((resolve) => server.close(resolve));
  const terminal = recordTerminal(files);

  expect(await runAdapter(send(['--connection', 'c.json']), terminal)).toBe(5);
  expect(terminal.complaints.join()).toContain('ECONNREFUSED');
});

test.each([
  ['{"status":"ignored","reason":"unpaid"}', 3],
  ['{"status":"parked"}', 1],
  ['{"status":"erased"}', 0],
  ['<html>', 0],
])('an answer %s ends with exit code %d', async (body, exitCode) => {
  answer = body;

  expect(await runAdapter(send(['--connection', 'c.json']), recordTerminal(files))).toBe(exitCode);
});

test('of a parked body the paths that are wrong are said', async () => {
  answer = '{"status":"parked"}';
  const terminal = recordTerminal(files);
  await runAdapter(send(['--connection', 'c.json']), terminal);

  expect(terminal.complaints).toContain('currency: missing');
});

describe('a refusal of this machine says what is most likely wrong', () => {
  const complaintsOf = async (path: string, { code = 401, more = [] as readonly string[] } = {}) => {
    status = code;
    const terminal = recordTerminal(files, { WEBHOOK_SECRET: SECRET });
    const address = to.replace('/webhooks', path).replace('http://', '');
    const args = [
      'send',
      '--source',
      'shopify',
      '--topic',
      'orders/paid',
      '--to',
      address,
      ...more,
      'order.json',
    ];
    await runAdapter(args, terminal);
    return terminal.complaints.join('\n');
  };

  test('the shop, if none is named', async () => {
    expect(await complaintsOf('/webhooks/shopify/main')).toMatch(
      /the shop: the request is of "trial".*--shop/,
    );
  });

  test('the secret or the shop', async () => {
    const more = ['--connection', 'c.json'];
    expect(await complaintsOf('/webhooks/shopify/main', { more })).toMatch(
      /the secret, or the shop \("a\.my/,
    );
  });

  test.each([
    ['/', /ends in \/webhooks\/SOURCE\/CONNECTION/],
    ['/webhooks/cafe24/main', /one of cafe24, the request one of shopify/],
    ['/webhooks/shopify/main', /shopify has no connection main here/],
  ])('the address %s', async (path, complaint) => {
    expect(await complaintsOf(path, { code: 404 })).toMatch(complaint);
  });
});

test('--shop names the shop of the request', async () => {
  const terminal = recordTerminal(files, { WEBHOOK_SECRET: SECRET });
  await runAdapter(send(['--shop', 'a.myshopify.com']), terminal);

  expect(verdicts).toEqual([true, 'orders/paid']);
});

test('an unknown topic is wrong usage: nothing is sent', async () => {
  const args = ['send', '--source', 'shopify', '--topic', 'order/paid', '--to', to, 'order.json'];

  expect(await runAdapter(args, recordTerminal(files))).toBe(2);
  expect(verdicts).toEqual([]);
});

test('gives the order an id that no order had, if asked', async () => {
  const terminal = recordTerminal(files);
  await runAdapter(send(['--connection', 'c.json', '--new-id']), terminal);
  await runAdapter(send(['--connection', 'c.json', '--new-id']), terminal);

  expect(terminal.complaints).toEqual([]);
  expect(verdicts).toEqual([true, 'orders/paid', true, 'orders/paid']);
  expect(bodies.map((body) => (JSON.parse(body) as { name: string }).name)).toEqual(['🍵', '🍵']);
  expect(new Set([...bodies, files['order.json']]).size).toBe(3);
});

test('says why an order that was sent before reaches nobody', async () => {
  answer = '{"status":"known"}';
  const terminal = recordTerminal(files);
  await runAdapter(send(['--connection', 'c.json']), terminal);

  expect(terminal.complaints.join()).toContain('--new-id makes it another order');
});
