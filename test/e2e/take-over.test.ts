import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startDfineryDouble } from '../../infra/local/dfinery-double/dfinery-double.ts';
import { registeredService } from '../../infra/local/dfinery-double/registered-service.ts';
import { eventLogId } from '../../lib/dfinery/event-log-id.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { createTokenStore } from '../../lib/stores/tokens/token-store.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { type ClonedCheckout, cloneCheckout } from '../support/harness/cloned-checkout.ts';
import { startDeployedFunctions } from '../support/harness/deployed-functions.ts';
import { postUntilTaken } from '../support/harness/post-until-taken.ts';
import { type RetainedWorld, STAGE, startRetainedWorld } from '../support/harness/retained-world.ts';
import { metricsIn } from '../support/reading/metrics-in-logs.ts';

const SHOP = 'example.myshopify.com';
const connection = aConnection({ defaultCountry: 'KR' });
/** The customer of the sample order, who is erased. */
const ERASED = { id: 6_120_938_471_650, email: 'jiwoo.han@example.com' };
const OTHER = { customerId: 777_000_777_001, email: 'bob@example.com' };
const SEALED = 'tokens-of-the-shop';

let clone: ClonedCheckout;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local').stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  clone = await cloneCheckout();
  await clone.serverless(['package', '--stage', STAGE, '--package', 'packaged'], {});
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await clone.remove();
});

/** What became of what an installation held, after its stack was removed and made anew. */
interface Outcome {
  /** How often Dfinery has the order that was sent before and delivered again after. */
  readonly ofOrderSentBefore: number;
  /** The same of an order of a customer who was erased before, delivered after. */
  readonly ofErasedCustomer: number;
  /** The same of an order that waited in the queue. */
  readonly ofWaitingOrder: number;
  readonly sealedTokens: string | undefined;
}

test('An installation that is taken over sends no order twice, forgets nobody who was erased, and delivers what waited', async () => {
  expect(await removeAndDeploy({ takesOver: true })).toEqual({
    ofOrderSentBefore: 1,
    ofErasedCustomer: 0,
    ofWaitingOrder: 1,
    sealedTokens: SEALED,
  } satisfies Outcome);
});

test('One that is deployed anew without it does the contrary of each', async () => {
  expect(await removeAndDeploy({ takesOver: false })).toEqual({
    ofOrderSentBefore: 2,
    ofErasedCustomer: 1,
    ofWaitingOrder: 0,
    sealedTokens: undefined,
  } satisfies Outcome);
});

async function removeAndDeploy({ takesOver }: { readonly takesOver: boolean }): Promise<Outcome> {
  const world = await startRetainedWorld({ shop: connection });
  const findService = (serviceId: string) =>
    Promise.resolve(registeredService({ shop: connection }, serviceId));
  const dfinery = await startDfineryDouble({ findService });
  const timesSent = (order: string): number =>
    dfinery.events().filter(({ event }) => event.event_log_id === purchaseId(order)).length;
  try {
    await serverless(world, 'deploy', '--package', 'packaged');
    const before = await startDeployedFunctions(world, dfinery.url);
    await deliver(before.url, 'orders/paid', orderOfOther('101'));
    await expect.poll(() => timesSent('101')).toBe(1);
    await deliver(before.url, 'customers/redact', redact());
    await expect.poll(() => metricsIn(before.logs())('ErasureDone')).toBe(1);
    await tokensOf(world).put('shop', SEALED);
    await before.stopDrain();
    await deliver(before.url, 'orders/paid', orderOfOther('102'));
    await before.stop();

    await serverless(world, 'remove');
    await expect(serverless(world, 'deploy', '--package', 'packaged')).rejects.toThrow(
      /A removed stack left queues, tables or a bucket of this stage\. Take them over first: adapter take-over stack --stage prod/,
    );
    if (takesOver) expect((await world.run('take-over', 'stack', '--yes')).exitCode).toBe(0);
    const emptily = takesOver ? [] : ['--param=startEmpty=yes'];
    await serverless(world, 'deploy', '--package', 'packaged', ...emptily);
    const after = await startDeployedFunctions(world, dfinery.url);
    await deliver(after.url, 'orders/paid', orderOfOther('101'));
    await deliver(after.url, 'orders/paid', testOrder({ id: '103', placedAt: minutesAgo(60) }));
    // One that is fresh comes last.
    await deliver(after.url, 'orders/paid', orderOfOther('104'));
    await expect.poll(() => timesSent('104')).toBe(1);
    await expect.poll(() => after.waiting('EventsQueue')).toBe(0);
    const sealed = await tokensOf(world).read('shop');
    await after.stop();
    return {
      ofOrderSentBefore: timesSent('101'),
      ofErasedCustomer: timesSent('103'),
      ofWaitingOrder: timesSent('102'),
      sealedTokens: sealed?.sealed,
    };
  } finally {
    await dfinery.stop();
    await world.stop();
  }
}

async function serverless(world: RetainedWorld, ...args: readonly string[]): Promise<void> {
  const environment = { ...world.environment, AWS_ENDPOINT_URL: world.cloudFormation.url };
  await clone.serverless([...args, '--stage', STAGE], environment);
}

function tokensOf({ dynamoDb, resourcesOf }: RetainedWorld) {
  const table = resourcesOf()['TokensTable'] ?? '';
  return createTokenStore({ dynamoDb, table, budgetMs: 30_000, now: Date.now });
}

async function deliver(url: string, topic: string, body: string): Promise<void> {
  const [secret = ''] = connection.secrets;
  const rawBody = Buffer.from(body);
  const headers = shopify.sign({ rawBody, secret, topic, shop: SHOP, deliveryId: 'd-1', now: new Date() });
  const response = await postUntilTaken(`${url}/webhooks/shopify/shop`, { headers, body });
  expect(response.status).toBe(200);
}

/** The sample order with all data of another customer. */
const orderOfOther = (id: string): string =>
  testOrder({ id, ...OTHER })
    .replaceAll('jiwoo.han@example.com', OTHER.email)
    .replaceAll(/2345-?6789/g, '9999-0001');

const redact = () =>
  JSON.stringify({ shop_id: 954_889, shop_domain: SHOP, customer: ERASED, orders_to_redact: [] });

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

const purchaseId = (orderId: string) =>
  eventLogId({ source: 'shopify', shop: SHOP, kind: 'purchase', subjectKey: orderId, part: 1 });
