import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { FunctionEnvironment } from '../../infra/local/aws/function-environment.ts';
import { toGatewayEvent } from '../../infra/local/aws/gateway-event.ts';
import type { Invoke } from '../../infra/local/aws/invoke.ts';
import { startStack } from '../../infra/local/stack.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { type PackagedFunctions, startPackagedFunctions } from '../support/harness/packaged-functions.ts';

/**
 * Prints how many bytes of log one invocation of the receiver and of the drain leaves: `node test/bench/log-bytes.ts`. The
 * packaged functions run under AWS's runtime client, with the names of a stage `prod`. The figures are in `infra/measured.ts`.
 */
const NAMES = {
  POWERTOOLS_SERVICE_NAME: 'dfinery-webhook-adapter-prod',
  POWERTOOLS_METRICS_NAMESPACE: 'DfineryWebhookAdapter',
};
const connection = aConnection({ profiles: 'send', defaultCountry: 'KR' });
const NOTHING = { kind: 'response', body: '{"batchItemFailures":[]}' } as const;

/** What arrived in the queue is kept for the drain that is measured. */
const queued: SQSRecord[] = [];
const environment = Promise.withResolvers<FunctionEnvironment>();
const none: Invoke<unknown> = () => Promise.resolve(NOTHING);
const stack = await startStack({
  connections: () => Promise.resolve({ main: connection }),
  longPollSeconds: 0,
  environment: NAMES,
  startFunctions: (given) => {
    environment.resolve(given);
    const drain: Invoke<SQSEvent> = ({ Records }) => {
      queued.push(...Records);
      return none(undefined);
    };
    return Promise.resolve({
      receive: none,
      drain,
      fetch: none,
      erase: none,
      poll: none,
      refreshTokens: none,
    });
  },
});

let functions: PackagedFunctions;

interface Left {
  readonly bytes: number;
  readonly lines: number;
}

/** Returns what an invocation left in the log. Line ends are not counted. */
async function leftBy<Event>(invoke: Invoke<Event>, event: Event): Promise<Left> {
  const before = functions.logs();
  const outcome = await invoke(event);
  if (outcome.kind !== 'response') throw new Error(`the invocation ended with ${outcome.kind}`);
  // The pipe of the process.
  await sleep(500);
  const after = functions.logs();
  const lines = linesIn(after) - linesIn(before);
  return { bytes: Buffer.byteLength(after) - Buffer.byteLength(before) - lines, lines };
}

const linesIn = (text: string): number => text.split('\n').length - 1;

async function post(topic: string, body: string): Promise<Left> {
  const rawBody = Buffer.from(body);
  const { secrets, shop = '' } = connection;
  const [secret = ''] = secrets;
  const signed = shopify.sign({ rawBody, secret, topic, shop, deliveryId: randomUUID(), now: new Date() });
  const headers = { 'content-type': ['application/json'] as readonly string[] };
  for (const [name, value] of Object.entries(signed))
    Object.assign(headers, { [name.toLowerCase()]: [value] });
  const route = { source: 'shopify', connection: 'main' };
  const request = { method: 'POST', target: '/webhooks/shopify/main', headers, body: rawBody };
  const event = toGatewayEvent(request, route);
  // API Gateway's ids have 16 characters.
  event.requestContext.requestId = `${randomUUID().slice(0, 15)}=`;
  return leftBy(functions.receive, event);
}

async function received(count: number): Promise<SQSRecord[]> {
  while (queued.length < count) await sleep(50);
  return queued.splice(0, count);
}

let order = 7_301_648_205_000;
const anOrder = () => testOrder({ id: String((order += 1)), customerId: order });
const customer = (updatedAt: Date, name: string) =>
  JSON.stringify({
    id: order,
    email: `buyer${order}@example.com`,
    first_name: name,
    last_name: 'Han',
    phone: null,
    created_at: '2026-11-01T00:00:00Z',
    updated_at: updatedAt.toISOString(),
    state: 'enabled',
    tags: '',
    verified_email: true,
    email_marketing_consent: {
      state: 'subscribed',
      opt_in_level: 'single_opt_in',
      consent_updated_at: '2026-11-01T00:00:00Z',
    },
  });

for (const level of ['INFO', 'WARN']) {
  functions = await startPackagedFunctions({ ...(await environment.promise), POWERTOOLS_LOG_LEVEL: level });
  const show = (name: string, { bytes, lines }: Left): void => {
    console.log(`${level} ${name}: ${bytes} bytes in ${lines} lines`);
  };
  await post('orders/paid', anOrder());
  await functions.drain({ Records: await received(1) });
  queued.length = 0;
  show('receiver, order', await post('orders/paid', anOrder()));
  for (const size of [1, 10, 100]) {
    for (let index = size === 1 ? 1 : 0; index < size; index += 1) await post('orders/paid', anOrder());
    const Records = await received(size);
    show(`drain, ${size} new`, await leftBy(functions.drain, { Records }));
    show(`drain, ${size} known`, await leftBy(functions.drain, { Records }));
  }
  const now = new Date();
  show('receiver, customer', await post('customers/update', customer(now, 'Jiwoo')));
  await sleep(500);
  show('drain, customer', await leftBy(functions.drain, { Records: queued.splice(0) }));
  await post('customers/update', customer(new Date(now.getTime() + 1000), 'Jiwoo'));
  await sleep(500);
  show('drain, customer later', await leftBy(functions.drain, { Records: queued.splice(0) }));
  await functions.stop();
}
await stack.stop();
