import { spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { runAdapter } from '../../lib/cli/run-adapter.ts';
import { eventLogId } from '../../lib/dfinery/event-log-id.ts';
import { sources } from '../../lib/sources/all-sources.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { recordTerminal } from '../support/doubles/recorded-terminal.ts';
import { type PackagedStack, startPackagedStack } from '../support/harness/packaged-stack.ts';
import { postUntilTaken } from '../support/harness/post-until-taken.ts';

const EXAMPLES = fileURLToPath(new URL('../../docs/examples/', import.meta.url));
const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
/** RFC 8032, 7.1, test 1. */
const PRIVATE = 'whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=';
const OTHER_SECRET = `whsec_${Buffer.alloc(32, 6).toString('base64')}`;
const PUBLIC = 'whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';

const connection = aConnection({ source: 'standard-webhooks', shop: 'erp', secrets: [SECRET, PUBLIC] });
const connections = { erp: connection };

let stack: PackagedStack;
let url: string;

beforeAll(async () => {
  stack = await startPackagedStack({ connections: () => Promise.resolve(connections) });
  url = `${stack.url}/webhooks/standard-webhooks/erp`;
});

afterEach(() => fetch(`${stack.url}/__double/events`, { method: 'DELETE' }));

afterAll(() => stack.stop());

async function arrived() {
  await expect.poll(() => stack.waiting()).toBe(0);
  return stack.dfinery?.requests() ?? [];
}

/** Returns the documentation's order under another id, as if it were placed now. */
async function exampleOrder(id: string, placedAt = new Date()): Promise<Record<string, unknown>> {
  const order = JSON.parse(await readFile(`${EXAMPLES}order.json`, 'utf8')) as Record<string, unknown>;
  return { ...order, id, placed_at: placedAt.toISOString() };
}

const envelope = (type: string, data: unknown) =>
  JSON.stringify({ type, timestamp: new Date().toISOString(), data });

/** Worked out by hand: 2 × 12000 − 2000 + 32000 − 5000 + 3000 = 52000. */
const purchaseOf = (id: string, placedAt: unknown) => ({
  event_log_id: eventLogId({
    source: 'standard-webhooks',
    shop: 'erp',
    kind: 'purchase',
    subjectKey: id,
    part: 1,
  }),
  event_name: 'df_purchase',
  event_datetime: placedAt,
  event_items: [
    {
      df_item_id: 'P-100',
      df_item_name: '청자 찻잔 🍵',
      df_price: 12000,
      df_quantity: 2,
      df_discount: 1000,
      df_category1: '주방',
      df_category2: '잔',
    },
    { df_item_id: 'P-200', df_item_name: 'Teapot', df_price: 32000, df_quantity: 1, df_discount: 0 },
  ],
  event_properties: {
    df_order_id: id,
    df_total_purchase_amount: 52000,
    df_delivery_charge: 3000,
    df_payment_method: 'kakaopay',
  },
});

/** Starts a server that answers with these statuses first, one a request, and then hands requests on. It keeps their headers. */
async function startFront(target: string, statuses: number[]) {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    void request.toArray().then(async (chunks: Buffer[]) => {
      const status = statuses.shift();
      if (status !== undefined) return response.writeHead(status).end('busy');
      const { host: _, ...headers } = request.headers as Record<string, string>;
      const answer = await postUntilTaken(target, { headers, body: Buffer.concat(chunks) });
      return response.writeHead(answer.status).end(await answer.text());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    seen,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      ),
  };
}

describe('The example in', () => {
  /** Those that only sign and send have at most 20 lines; the others also try again, and say by their exit code what came of it. */
  const examples = [
    { language: 'JavaScript', command: process.execPath, file: 'send-order.mjs', lines: 50, refused: 4 },
    { language: 'PHP', command: 'php', file: 'send_order.php', lines: 50, refused: 4 },
    { language: 'Python', command: 'python3', file: 'send_order.py', lines: 20, refused: 1 },
    { language: 'Java', command: 'java', file: 'SendOrder.java', lines: 20, refused: 1 },
  ] as const;
  const patient = examples.filter(({ refused }) => refused === 4);

  function isThere({ command }: (typeof examples)[number]): boolean {
    return spawnSync(command, ['--version']).status === 0;
  }

  function run(
    { command, file }: (typeof examples)[number],
    order: unknown,
    { secret = SECRET, to = url }: { secret?: string; to?: string } = {},
  ) {
    const { PATH = '', HOME = '' } = process.env;
    // Two attempts more, far enough apart that each has its own second.
    const environment = { PATH, HOME, WEBHOOK_URL: to, WEBHOOK_SECRET: secret, RETRY_SECONDS: '2 2' };
    const child = spawn(command, [`${EXAMPLES}${file}`], {
      env: environment,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stdin.end(JSON.stringify(order));
    return new Promise<{ exitCode: number | null; output: string }>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode) => {
        resolve({ exitCode, output: output.trim() });
      });
    });
  }

  test.for(examples)(
    '$language brings an order to Dfinery, and tells of a refusal',
    async (example, { skip }) => {
      const { language, command } = example;
      skip(!isThere(example), `${command} is not on this machine`);
      const order = await exampleOrder(`from ${language}`);

      const sent = await run(example, order);
      const refused = await run(example, order, { secret: OTHER_SECRET });

      // The patient ones also print what they were answered before.
      expect(sent.output.split('\n').at(-1)).toBe('200 {"status":"queued","events":1}');
      expect(sent.exitCode).toBe(0);
      expect(refused.exitCode).toBe(example.refused);
      const [request, ...others] = await arrived();
      expect(others).toEqual([]);
      expect(request?.identity).toEqual({
        external_id: '8812',
        email: 'jisoo.kim@example.com',
        phone_no: '821024242424',
      });
      expect(request?.events).toEqual([purchaseOf(`from ${language}`, order['placed_at'])]);
    },
  );

  test.for(patient)(
    '$language tries again under the same id, with a new timestamp and signature',
    async (example, { skip }) => {
      skip(!isThere(example), `${example.command} is not on this machine`);
      const order = await exampleOrder(`again from ${example.language}`);
      await using front = await startFront(url, [503, 429]);

      const { exitCode, output } = await run(example, order, { to: front.url });

      expect(output.split('\n').map((line) => line.slice(0, 3))).toEqual(['503', '429', '200']);
      expect(exitCode).toBe(0);
      const distinct = (name: string) => new Set(front.seen.map((headers) => headers[name])).size;
      expect(['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(distinct)).toEqual([1, 3, 3]);
      expect((await arrived()).flatMap(({ events }) => events)).toHaveLength(1);
    },
  );

  test.for(patient)('$language says by its exit code what became of an order', async (example, { skip }) => {
    skip(!isThere(example), `${example.command} is not on this machine`);
    const order = await exampleOrder('never sent');
    await using proxy = await startFront(url, [200, 502, 502, 502]);

    expect((await run(example, { ...order, payment_status: 'pending' })).exitCode).toBe(3);
    expect((await run(example, { ...order, discout: 1 })).exitCode).toBe(1);
    // Something else than the adapter says that all is well.
    expect((await run(example, order, { to: proxy.url })).exitCode).toBe(4);
    expect((await run(example, order, { to: proxy.url })).exitCode).toBe(5);
    expect((await run(example, order, { to: 'http://127.0.0.1:9/' })).exitCode).toBe(5);
    expect(await arrived()).toEqual([]);
  });

  test.for(patient)('$language takes an order that is known for sent', async (example, { skip }) => {
    skip(!isThere(example), `${example.command} is not on this machine`);
    const order = await exampleOrder(`known from ${example.language}`);
    expect((await run(example, order)).exitCode).toBe(0);
    expect((await arrived()).flatMap(({ events }) => events)).toHaveLength(1);

    // A fresh receiver does not ask the ledger at first.
    const known = await vi.waitUntil(
      async () => {
        const again = await run(example, order);
        return again.output.endsWith('200 {"status":"known"}') ? again : undefined;
      },
      { timeout: 10_000 },
    );
    expect(known.exitCode).toBe(0);
  });

  test.each(examples)('$language has at most $lines lines', async ({ file, lines }) => {
    const text = (await readFile(`${EXAMPLES}${file}`, 'utf8')).split('\n');

    expect(text.filter((line) => !/^\s*($|\/\/|#)/.test(line)).length).toBeLessThanOrEqual(lines);
  });
});

describe('The command line', () => {
  const send = async (body: string, secrets: readonly string[]) => {
    const files = {
      'c.json': JSON.stringify({ source: 'standard-webhooks', shop: 'erp', secrets }),
      'b.json': body,
    };
    const terminal = recordTerminal(files);
    const source = ['--source', 'standard-webhooks', '--topic', 'order.paid'];
    const exitCode = await runAdapter(
      ['send', ...source, '--connection', 'c.json', '--to', url, 'b.json'],
      terminal,
    );
    return { exitCode, printed: terminal.printed.join(), complaints: terminal.complaints.join() };
  };

  test.each([
    ['a shared secret', SECRET],
    ['a private key', PRIVATE],
  ])('sends with %s', async (kind, secret) => {
    const order = await exampleOrder(kind);
    const { exitCode, printed } = await send(envelope('order.paid', order), [secret]);

    expect([exitCode, printed]).toEqual([0, '200 {"status":"queued","events":1}']);
    expect((await arrived()).flatMap(({ events }) => events)).toEqual([purchaseOf(kind, order['placed_at'])]);
  });

  test('says so if it cannot sign, without a word of the secret', async () => {
    const { exitCode, complaints } = await send('{}', [PUBLIC]);

    expect(exitCode).toBe(1);
    expect(complaints).toContain('whsk_');
    expect(complaints).not.toContain(PUBLIC.slice(5));
  });

  test('backfills bare orders, however old, and whole webhooks', async () => {
    const old = await exampleOrder('old', new Date('2020-02-29T12:00:00Z'));
    const recent = await exampleOrder('recent');
    const lines = [JSON.stringify(old), envelope('order.created', recent), '{"id":"broken"}'];
    const terminal = recordTerminal({
      '.local-stack.json': JSON.stringify(stack.environment),
      'orders.jsonl': lines.join('\n'),
    });
    const args = [
      'backfill',
      '--source',
      'standard-webhooks',
      '--connection',
      'erp',
      '--local',
      'orders.jsonl',
    ];
    const running = runAdapter(args, terminal);

    expect(await running).toBe(1);
    expect(JSON.parse(terminal.printed.join())).toEqual({
      lines: 3,
      queued: 2,
      events: 2,
      ignored: {},
      invalid: 1,
      other: 0,
    });
    expect(terminal.complaints.join()).toContain('line 3: placed_at: missing; payment_status: missing');
    const events = (await arrived()).flatMap((request) => request.events);
    expect(events.map((event) => event.event_properties?.['df_order_id']).sort()).toEqual(['old', 'recent']);
  });

  test('doctor tries what it can sign, and says if only the sender can sign', async () => {
    const environment = { ...stack.environment, ADAPTER_URL: stack.url };
    const examine = async (): Promise<string | undefined> => {
      const terminal = recordTerminal({ '.local-stack.json': JSON.stringify(environment) });
      await runAdapter(['doctor', '--local'], terminal);
      return terminal.printed.find((line) => line.includes('erp: signed webhook'));
    };

    expect(await examine()).toMatch(/^ok .*verified, and not sent on/);
    connections.erp = { ...connection, secrets: [PUBLIC, SECRET] };
    expect(await examine()).toMatch(/^ok .*verified, and not sent on/);
    connections.erp = { ...connection, secrets: [PUBLIC] };
    expect(await examine()).toMatch(/^warn .*only the sender can sign/);
    connections.erp = connection;
  });
});

describe('The address answers', () => {
  async function post(body: string, { now = new Date(), secret = SECRET } = {}) {
    const input = { rawBody: Buffer.from(body), secret, topic: '', shop: '', deliveryId: 'msg_1', now };
    const headers = sources['standard-webhooks'].sign(input);
    const response = await postUntilTaken(url, { headers, body });
    return `${response.status} ${await response.text()}`;
  }
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

  test.each([
    [
      'a type that is none of ours',
      envelope('customer.created', {}),
      '200 {"status":"ignored","reason":"topic"}',
    ],
    [
      'an order that is unpaid',
      envelope('order.created', { payment_status: 'pending' }),
      '200 {"status":"ignored","reason":"unpaid"}',
    ],
    ['an order of another schema', envelope('order.paid', { order_id: 1 }), '200 {"status":"parked"}'],
    ['a body without a type', '{"data":{}}', '200 {"status":"parked"}'],
  ])('%s', async (_, body, answer) => {
    expect(await post(body)).toBe(answer);
  });

  test('a signature of more than five minutes ago, or of another key, with the same 401', async () => {
    const body = envelope('order.paid', await exampleOrder('stale'));

    expect(await post(body, { now: minutesAgo(6) })).toBe('401 {"status":"unauthorized"}');
    expect(await post(body, { now: minutesAgo(-6) })).toBe('401 {"status":"unauthorized"}');
    expect(await post(body, { secret: `whsec_${Buffer.alloc(32).toString('base64')}` })).toBe(
      '401 {"status":"unauthorized"}',
    );
    expect(await arrived()).toEqual([]);
    expect(await post(body, { now: minutesAgo(4) })).toBe('200 {"status":"queued","events":1}');
  });
});
