import { spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
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

describe('The example in', () => {
  const examples = [
    { language: 'JavaScript', command: process.execPath, file: 'send-order.mjs' },
    { language: 'Python', command: 'python3', file: 'send_order.py' },
    { language: 'Java', command: 'java', file: 'SendOrder.java' },
  ] as const;

  function run({ command, file }: (typeof examples)[number], secret: string, order: unknown) {
    const { PATH = '', HOME = '' } = process.env;
    const environment = { PATH, HOME, WEBHOOK_URL: url, WEBHOOK_SECRET: secret };
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
      const isThere = spawnSync(command, ['--version']).status === 0;
      skip(!isThere, `${command} is not on this machine`);
      const order = await exampleOrder(`from ${language}`);

      const sent = await run(example, SECRET, order);
      const refused = await run(example, `whsec_${Buffer.alloc(32, 6).toString('base64')}`, order);

      expect(sent).toEqual({ exitCode: 0, output: '200 {"status":"queued","events":1}' });
      expect(refused.exitCode).toBe(1);
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

  test.each(examples)('$language has at most 20 lines', async ({ file }) => {
    const lines = (await readFile(`${EXAMPLES}${file}`, 'utf8')).split('\n');

    expect(lines.filter((line) => !/^\s*($|\/\/|#)/.test(line)).length).toBeLessThanOrEqual(20);
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
