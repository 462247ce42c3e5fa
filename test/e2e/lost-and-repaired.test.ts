import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExitCode } from '../../lib/cli/exit-codes.ts';
import { toDay } from '../../lib/cli/reconcile/read-range.ts';
import { runAdapter } from '../../lib/cli/run-adapter.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { recordTerminal } from '../support/doubles/recorded-terminal.ts';
import { ageLedger } from '../support/harness/age-ledger.ts';
import { type PackagedStack, startPackagedStack } from '../support/harness/packaged-stack.ts';
import { postUntilTaken } from '../support/harness/post-until-taken.ts';
import { metricsIn } from '../support/reading/metrics-in-logs.ts';

const SHOP = 'example.myshopify.com';
const SERVICE = 'service-1';
const HOUR_MS = 3_600_000;
const PLACED_AT = new Date(Date.now() - 24 * HOUR_MS);
const connection = aConnection({
  defaultCountry: 'KR',
  eventProperties: { channel: 'sourceName' },
  dfinery: { serviceId: SERVICE, accessToken: 'access-token-of-the-test', exportToken: 'export-token' },
});

const ORDERS = Array.from({ length: 300 }, (_, index) => String(2_001 + index));
/** Only a sale at the till says where it was made, so only its event has the property. */
const AT_TILL: ReadonlySet<string> = new Set(ORDERS.filter((_, index) => index % 20 === 7));

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
  const order = JSON.parse(testOrder({ id, customerId, email, placedAt: PLACED_AT })) as object;
  return JSON.stringify({ ...order, source_name: AT_TILL.has(id) ? 'pos' : null });
}

async function deliver(topic: string, body: string): Promise<void> {
  const [secret = ''] = connection.secrets;
  const rawBody = Buffer.from(body);
  const signing = { rawBody, secret, topic, shop: SHOP, deliveryId: 'd-1', now: new Date() };
  const headers = shopify.sign(signing);
  const response = await postUntilTaken(`${stack.url}/webhooks/shopify/shop`, { headers, body });
  expect(await response.json()).toMatchObject({ status: 'queued' });
}

async function erase(id: string): Promise<void> {
  const before = metricsIn(stack.functions.logs())('ErasureDone');
  const customer = customerOf(id);
  const redact = { shop_id: 1, shop_domain: SHOP, customer, orders_to_redact: [Number(id)] };
  await deliver('customers/redact', JSON.stringify(redact));
  await expect.poll(() => metricsIn(stack.functions.logs())('ErasureDone')).toBe(before + 1);
}

const orderIdsOf = (events: readonly Accepted[]) =>
  events.map(({ event }) => String(event.event_properties?.['df_order_id']));
type Accepted = ReturnType<NonNullable<PackagedStack['dfinery']>['events']>[number];
const dfinery = () => {
  if (stack.dfinery === undefined) throw new Error('The stack has no stand-in for Dfinery');
  return stack.dfinery;
};

/** Returns how often each order was sent, for those with another count than one. */
function sentOtherThanOnce(): Readonly<Record<string, number>> {
  const counts = Map.groupBy(orderIdsOf(dfinery().events()), (id) => id);
  const times = ORDERS.map((id) => [id, counts.get(id)?.length ?? 0] as const);
  return Object.fromEntries(times.filter(([, count]) => count !== 1));
}

const settled = () => expect.poll(() => stack.waiting()).toBe(0);

/** Runs the packaged check of arrivals, and returns the one line that it writes about the connection. */
async function verify(): Promise<Readonly<Record<string, unknown>>> {
  const before = stack.functions.logs().length;
  const event = { id: 'e-1', 'detail-type': 'Scheduled Event', source: 'aws.events' };
  expect(await stack.functions.verify(event as never)).toMatchObject({ kind: 'response' });
  const lines = stack.functions
    .logs()
    .slice(before)
    .split('\n')
    .filter((line) => line.includes('what was sent'));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Readonly<Record<string, unknown>>;
}

interface Line {
  readonly orderId?: string;
  readonly findings?: readonly { readonly kind: string; readonly detail?: string }[];
}

interface Found {
  readonly exitCode: ExitCode;
  /** What each order shows, with its detail. */
  readonly found: Readonly<Record<string, string>>;
}

async function reconcile(...more: readonly string[]): Promise<Found> {
  const files = {
    '.local-stack.json': JSON.stringify(stack.environment),
    'orders.jsonl': ORDERS.map(orderOf).join('\n'),
  };
  const day = toDay(PLACED_AT.getTime());
  const days = ['--from', day, '--to', day];
  const args = [
    'reconcile',
    '--connection',
    'shop',
    ...days,
    '--orders',
    'orders.jsonl',
    '--json',
    '--local',
  ];
  const terminal = recordTerminal(files);
  const exitCode = await runAdapter([...args, ...more], terminal);
  const found = terminal.printed.flatMap((text) => {
    const { orderId, findings = [] } = JSON.parse(text) as Line;
    const shown = findings.map(({ kind, detail }) => (detail === undefined ? kind : `${kind}: ${detail}`));
    return orderId === undefined ? [] : [[orderId, shown.join(', ')] as const];
  });
  return { exitCode, found: Object.fromEntries(found) };
}

const each = <Value>(ids: Iterable<string>, value: Value) =>
  Object.fromEntries(Array.from(ids, (id) => [id, value]));

test('what Dfinery lost at random, and what it lost for a property, is named exactly and brought once', async () => {
  dfinery().exportAs({ unregistered: ['channel'], loses: { share: 0.01, seed: 'd' } });
  for (const id of ORDERS) await deliver('orders/paid', orderOf(id));
  await settled();
  await expect.poll(sentOtherThanOnce).toEqual({});
  const kept = new Set(orderIdsOf(dfinery().kept(SERVICE)));
  const lost = ORDERS.filter((id) => !kept.has(id));
  const atRandom = lost.filter((id) => !AT_TILL.has(id));
  expect([lost.length - atRandom.length, atRandom.length]).toEqual([AT_TILL.size, 4]);
  const lostIds = dfinery()
    .events()
    .filter(({ event }) => !kept.has(String(event.event_properties?.['df_order_id'])))
    .map(({ event }) => event.event_log_id);

  const erased = [atRandom[0] ?? '', [...AT_TILL][0] ?? ''];
  for (const id of erased) await erase(id);
  const wanted = lost.filter((id) => !erased.includes(id));
  await ageLedger(stack, 3 * HOUR_MS);

  const check = await verify();
  expect(String(check['orders']).split(', ').toSorted()).toEqual(wanted);
  expect(check).toMatchObject({
    level: 'WARN',
    connection: 'shop',
    confirmed: ORDERS.length - lost.length,
    missing: wanted.length,
    erased: 2,
    names: 'channel',
  });
  expect(check['because']).toMatch(/no column for properties .* does not show why/);

  // While the property is not linked, its orders are told from the others.
  const why = Object.fromEntries(
    wanted.map((id) => [id, AT_TILL.has(id) ? 'dropped: the export has no column for channel' : 'dropped']),
  );
  const ofErased = each(erased, 'erased');
  expect(await reconcile()).toEqual({ exitCode: 6, found: { ...why, ...ofErased } });

  // The property is linked. What was dropped before stays lost.
  dfinery().exportAs({ losesFirst: lostIds });
  const dropped = { ...each(wanted, 'dropped'), ...ofErased };
  expect(await reconcile('--repair')).toEqual({ exitCode: 6, found: dropped });
  expect(await stack.waiting()).toBe(0);
  expect(sentOtherThanOnce()).toEqual({});

  // Two operators at once. What the first has queued may be on its way when the second looks.
  await Promise.all([reconcile('--repair', '--yes'), reconcile('--repair', '--yes')]);
  await settled();
  await expect.poll(sentOtherThanOnce).toEqual(each(wanted, 2));
  expect(await reconcile('--repair', '--yes')).toEqual({ exitCode: 0, found: ofErased });
  await settled();
  expect(sentOtherThanOnce()).toEqual(each(wanted, 2));
  expect(new Set(orderIdsOf(dfinery().kept(SERVICE)))).toEqual(
    new Set(ORDERS.filter((id) => !erased.includes(id))),
  );
  expect(dfinery().kept(SERVICE)).toHaveLength(ORDERS.length - erased.length);

  await ageLedger(stack, 3 * HOUR_MS);
  expect(await verify()).toMatchObject({ level: 'INFO', confirmed: wanted.length, missing: 0, doubled: 0 });
  expect(await reconcile()).toEqual({ exitCode: 0, found: ofErased });

  // They are lost once more, and can be repaired once more.
  dfinery().exportAs({ losesFirst: [...lostIds, ...lostIds] });
  expect(await reconcile('--repair', '--yes')).toEqual({ exitCode: 6, found: dropped });
  await settled();
  await expect.poll(sentOtherThanOnce).toEqual(each(wanted, 3));
  // Two hours have to pass before it can be said that they are lost for the third time.
  dfinery().exportAs({ losesFirst: [...lostIds, ...lostIds, ...lostIds] });
  expect(await reconcile('--repair', '--yes')).toEqual({
    exitCode: 7,
    found: { ...each(wanted, 'too-early'), ...ofErased },
  });
  expect(await stack.waiting()).toBe(0);
});
