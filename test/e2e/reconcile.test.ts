import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExitCode } from '../../lib/cli/exit-codes.ts';
import { toDay } from '../../lib/cli/reconcile/read-range.ts';
import { runAdapter } from '../../lib/cli/run-adapter.ts';
import { eventLogId } from '../../lib/dfinery/event-log-id.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { recordTerminal } from '../support/doubles/recorded-terminal.ts';
import { ageLedger } from '../support/harness/age-ledger.ts';
import { type PackagedStack, startPackagedStack } from '../support/harness/packaged-stack.ts';
import { postUntilTaken } from '../support/harness/post-until-taken.ts';
import { metricsIn } from '../support/reading/metrics-in-logs.ts';

const SHOP = 'example.myshopify.com';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PLACED_AT = new Date(Date.now() - DAY_MS);
const connection = aConnection({
  defaultCountry: 'KR',
  dfinery: { serviceId: 'service-1', accessToken: 'access-token-of-the-test', exportToken: 'export-token' },
});

let stack: PackagedStack;

beforeAll(async () => {
  stack = await startPackagedStack({
    connections: () => Promise.resolve({ shop: connection }),
    environment: { STAND_DOWN_SECONDS: '1' },
  });
});

afterAll(() => stack.stop());

const customerOf = (id: string) => ({
  id: 900_000 + Number(id),
  email: `buyer-${id}@example.com`,
  phone: null,
});

function orderOf(id: string): string {
  const { id: customerId, email } = customerOf(id);
  return testOrder({ id, customerId, email, placedAt: PLACED_AT });
}

async function deliver(topic: string, body: string): Promise<void> {
  const [secret = ''] = connection.secrets;
  const signing = {
    rawBody: Buffer.from(body),
    secret,
    topic,
    shop: SHOP,
    deliveryId: 'd-1',
    now: new Date(),
  };
  const headers = shopify.sign(signing);
  const response = await postUntilTaken(`${stack.url}/webhooks/shopify/shop`, { headers, body });
  expect(await response.json()).toMatchObject({ status: 'queued' });
}

const purchaseId = (subjectKey: string) =>
  eventLogId({ source: 'shopify', shop: SHOP, kind: 'purchase', subjectKey, part: 1 });

/** The times that Dfinery accepted the purchase of an order. */
const timesSent = (orderId: string): number =>
  stack.dfinery?.events().filter(({ event }) => event.event_log_id === purchaseId(orderId)).length ?? 0;

interface Found {
  readonly exitCode: ExitCode;
  /** The findings of each order. */
  readonly found: Readonly<Record<string, readonly string[]>>;
}

/** Runs the command, with the shop's orders as an export if there are any. */
async function reconcile(orders: readonly string[] | undefined, ...more: readonly string[]): Promise<Found> {
  const files = {
    '.local-stack.json': JSON.stringify(stack.environment),
    ...(orders !== undefined && { 'orders.jsonl': orders.map(orderOf).join('\n') }),
  };
  const days = ['--from', toDay(PLACED_AT.getTime()), '--to', toDay(PLACED_AT.getTime())];
  const args = ['reconcile', '--connection', 'shop', ...days, '--json', '--local', ...more];
  if (orders !== undefined) args.push('--orders', 'orders.jsonl');
  const terminal = recordTerminal(files);
  const exitCode = await runAdapter(args, terminal);
  const lines = terminal.printed.map((line) => JSON.parse(line) as Line);
  const found = lines.flatMap(({ orderId, findings = [] }) =>
    orderId === undefined ? [] : [[orderId, findings.map(({ kind }) => kind)] as const],
  );
  return { exitCode, found: Object.fromEntries(found) };
}

interface Line {
  readonly orderId?: string;
  readonly findings?: readonly { readonly kind: string }[];
}

const settled = () => expect.poll(() => stack.waiting()).toBe(0);

test('what never came and what Dfinery lost is sent once; what was erased is not', async () => {
  const orders = ['101', '102', '103', '104', '105'];
  for (const id of orders.slice(1)) await deliver('orders/paid', orderOf(id));
  await settled();
  await expect.poll(() => orders.map(timesSent)).toEqual([0, 1, 1, 1, 1]);
  stack.dfinery?.exportAs({ losesFirst: ['103', '104'].map(purchaseId) });
  const redact = { shop_id: 1, shop_domain: SHOP, customer: customerOf('104'), orders_to_redact: [104] };
  await deliver('customers/redact', JSON.stringify(redact));
  await expect.poll(() => metricsIn(stack.functions.logs())('ErasureDone')).toBe(1);

  // Too early, then a dry run three hours later: nothing is queued.
  expect(await reconcile(orders, '--repair')).toEqual({
    exitCode: 6,
    found: { '101': ['never-queued'], '103': ['too-early'], '104': ['erased'] },
  });
  await ageLedger(stack, 3 * HOUR_MS);
  expect(await reconcile(orders, '--repair')).toEqual({
    exitCode: 6,
    found: { '101': ['never-queued'], '103': ['dropped'], '104': ['erased'] },
  });
  expect(await stack.waiting()).toBe(0);
  expect(orders.map(timesSent)).toEqual([0, 1, 1, 1, 1]);

  // Two operators at once, and once more: each event is sent once more.
  for (let run = 0; run < 2; run += 1) await reconcile(orders, '--repair', '--yes');
  await settled();
  await expect.poll(() => orders.map(timesSent)).toEqual([1, 1, 2, 1, 1]);
  expect(await reconcile(orders, '--repair', '--yes')).toEqual({
    exitCode: 0,
    found: { '104': ['erased'] },
  });
  await settled();
  expect(orders.map(timesSent)).toEqual([1, 1, 2, 1, 1]);

  // Without the shop's list the ledger and Dfinery are compared.
  stack.dfinery?.exportAs({ losesFirst: ['103', '104', '105'].map(purchaseId) });
  await ageLedger(stack, 3 * HOUR_MS);
  expect(await reconcile(undefined)).toEqual({
    exitCode: 6,
    found: { '104': ['erased'], '105': ['dropped'] },
  });
  stack.dfinery?.exportAs({ faults: ['cut'] });
  expect((await reconcile(undefined)).exitCode).toBe(5);
});
