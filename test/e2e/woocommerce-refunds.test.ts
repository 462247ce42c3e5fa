import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAdapter } from '../../lib/cli/run-adapter.ts';
import { woocommerce } from '../../lib/sources/woocommerce/source.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { aRefundLine, aWooCommerceRefund } from '../support/builders/a-woocommerce-refund.ts';
import { recordTerminal } from '../support/doubles/recorded-terminal.ts';
import { startWooCommerceDouble, type WooCommerceDouble } from '../support/doubles/woocommerce-double.ts';
import { type PackagedStack, startPackagedStack } from '../support/harness/packaged-stack.ts';
import { postUntilTaken } from '../support/harness/post-until-taken.ts';
import { countedIn } from '../support/reading/counted-in.ts';
import { fixture } from '../support/reading/fixtures.ts';
import { metricsIn } from '../support/reading/metrics-in-logs.ts';

const SECRET = 'webhook-secret-of-the-test';

let double: WooCommerceDouble;
let stack: PackagedStack;

/** An order of today with two partial refunds: one of a line, one typed by hand. */
const instant = new Date(Date.now() - 3_600_000).toISOString().slice(0, 19);
const rawBody = Buffer.from(
  JSON.stringify({
    ...(JSON.parse(fixture(woocommerce, 'order.updated.refunded-in-part').rawBody.toString()) as object),
    date_created_gmt: instant,
    date_modified_gmt: instant,
    date_paid_gmt: instant,
  }),
);

beforeAll(async () => {
  double = await startWooCommerceDouble();
  const tee = aRefundLine({ product_id: 11, quantity: -1, subtotal: '-19.99', total: '-19.99' });
  double.putRefund('172', aWooCommerceRefund({ id: 173, line_items: [tee], shipping_lines: [] }));
  double.putRefund('172', aWooCommerceRefund({ id: 174, line_items: [], shipping_lines: [] }));
  const connection = aConnection({
    source: 'woocommerce',
    shop: 'https://shop.example.com/en/',
    secrets: [SECRET],
    api: { ...double.client },
    refundLines: 'fetch',
  });
  stack = await startPackagedStack({
    connections: () => Promise.resolve({ main: connection }),
    environment: { SHOP_API_BASE_URL: double.url },
  });
});

afterAll(async () => {
  await stack.stop();
  await double.stop();
});

async function deliver(): Promise<unknown> {
  const input = { rawBody, topic: 'order.updated', shop: 'https://shop.example.com/en/', now: new Date() };
  const headers = woocommerce.sign({ ...input, secret: SECRET, deliveryId: 'delivery-1' });
  const response = await postUntilTaken(`${stack.url}/webhooks/woocommerce/main`, {
    headers,
    body: new Uint8Array(rawBody),
  });
  return response.json();
}

const count = (name: string, reason?: string) => metricsIn(stack.functions.logs())(name, reason);

/** Amount and items of every refund at Dfinery. */
const refunds = () =>
  (stack.dfinery?.events() ?? []).flatMap(({ event }) =>
    event.event_name === 'df_refund'
      ? [[event.event_properties?.['df_total_refund_amount'], event.event_items]]
      : [],
  );

test('a partial refund arrives with its lines, though the shop was unavailable, and one by hand without', async () => {
  double.play({ status: 503 });

  expect(await deliver()).toEqual({ status: 'queued', events: 1, fetches: 2 });
  await expect.poll(() => refunds().length).toBe(2);
  expect(refunds()).toEqual(
    expect.arrayContaining([
      [21.96, [expect.objectContaining({ df_item_id: '11', df_price: 19.99, df_quantity: 1 })]],
      [5.55, [expect.objectContaining({ df_item_id: 'refund', df_price: 5.55 })]],
    ]),
  );
  expect(double.paths).toHaveLength(3);
  expect(double.paths[0]).toMatch(/^\/en\/wp-json\/wc\/v3\/orders\/172\/refunds\/17[34]$/);
  expect(countedIn(stack.functions.logs().split('\n'))('RefundWithoutLines')).toBe(1);
});

test('the same webhook again is known, and costs no call', async () => {
  const before = double.paths.length;
  expect(await deliver()).toEqual({ status: 'known' });

  expect(double.paths).toHaveLength(before);
  expect(count('FetchQueued')).toBe(count('FetchDone'));
});

test('the doctor tries the key', async () => {
  const examine = async () => {
    const environment = { ...stack.environment, ADAPTER_URL: stack.url };
    const terminal = recordTerminal({ '.local-stack.json': JSON.stringify(environment) });
    await runAdapter(['doctor', '--local'], terminal);
    return terminal.printed.filter((line) => line.includes('shop’s API')).join('\n');
  };

  expect(await examine()).toMatch(/^ok .*takes the key$/);
  expect(double.paths.at(-1)).toBe('/en/wp-json/wc/v3/orders?per_page=1&_fields=id');
  double.play({ status: 401 });
  expect(await examine()).toMatch(/^fail .*http-401\n.*strips the header that carries it/);
  double.play({ status: 301 });
  expect(await examine()).toMatch(/^fail .*http-301\n.*without a redirect/);
});

test('the logs name no person and no secret', () => {
  const telltale = /example\.com|Avery|213\D{0,2}555\D?01|Tee|ck_|cs_|of-the-test/i;
  const lines = stack.functions.logs().split('\n');

  expect(lines.filter((line) => telltale.test(line))).toEqual([]);
});
