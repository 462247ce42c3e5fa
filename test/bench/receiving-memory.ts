import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { deliver } from '../../infra/local/sample-delivery.ts';
import { startStack } from '../../infra/local/stack.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { type PackagedFunctions, startPackagedFunctions } from '../support/harness/packaged-functions.ts';
import { DELIVERIES, largestWebhook, type NoteIn } from './largest-webhook.ts';
import { parkLarge } from './park-large.ts';
import { peakMemoryOf } from './peak-memory.ts';
import { recentOrder } from './recent-order.ts';

/** The most records that the drain is handed. */
export const PER_BATCH = 100;
const PRIVACY_REQUESTS = 10;

/** The largest bodies, and whether API Gateway hands them over in base64, as it does what is not of a type of text. */
const largest: readonly (readonly [NoteIn, 'text' | 'base64'])[] = [
  ['ascii', 'text'],
  ['one Korean letter', 'text'],
  ['Korean', 'text'],
  ['one Korean letter', 'base64'],
];

/** Returns the memory in MB of the functions that serve shops with whole orders in their webhooks. */
export async function receivingMemory(): Promise<Readonly<Record<'receiver' | 'drain' | 'erasing', number>>> {
  const connection = aConnection();
  const started = Promise.withResolvers<PackagedFunctions>();
  let encoding: 'text' | 'base64' = 'text';
  const stack = await startStack({
    connections: () => Promise.resolve({ main: connection }),
    longPollSeconds: 0,
    // Otherwise a request would only be noted, and all else come two minutes later.
    environment: { STAND_DOWN_SECONDS: '0' },
    startFunctions: async (environment) => {
      const functions = await startPackagedFunctions(environment);
      started.resolve(functions);
      const receive: PackagedFunctions['receive'] = (event) =>
        functions.receive(encoding === 'text' ? event : inBase64(event));
      return { ...functions, receive };
    },
  });
  try {
    const functions = await started.promise;
    const post = async (body: string) => {
      const { status } = await deliver(body, { url: stack.url, id: 'main', connection });
      if (status !== 200) throw new Error(`a delivery was answered ${status}`);
    };
    for (let index = 0; index < PER_BATCH; index += 1) await post(recentOrder(3, index));
    await stack.mapping.settled();
    const drain = await peakMemoryOf(functions, 'drain-events');
    for (const [noteIn, sentAs] of largest) {
      encoding = sentAs;
      for (let index = 0; index < DELIVERIES; index += 1) await post(largestWebhook(1_000 + index, noteIn));
    }
    encoding = 'text';
    const receiver = await peakMemoryOf(functions, 'receive-webhook');
    for (let index = 0; index < PRIVACY_REQUESTS; index += 1) {
      await redact(`${stack.url}/webhooks/shopify/main`, index);
    }
    await stack.eraseMapping.settled();
    await parkLarge(stack.emulator, 'main');
    await redact(`${stack.url}/webhooks/shopify/main`, PRIVACY_REQUESTS);
    await stack.eraseMapping.settled();
    const erased = functions.logs().match(/"message":"Erased/g)?.length ?? 0;
    if (erased <= PRIVACY_REQUESTS) throw new Error(`${erased} customers were erased`);
    return { receiver, drain, erasing: await peakMemoryOf(functions, 'erase-customers') };
  } finally {
    await stack.stop();
  }
}

function inBase64(event: APIGatewayProxyEventV2): APIGatewayProxyEventV2 {
  return { ...event, body: Buffer.from(event.body ?? '').toString('base64'), isBase64Encoded: true };
}

/** Asks to forget a customer of the orders above. */
async function redact(url: string, index: number): Promise<void> {
  const { secrets, shop = '' } = aConnection();
  const body = JSON.stringify({
    shop_id: 1,
    shop_domain: shop,
    customer: { id: 6_000_000_000_000 + index, email: `buyer${index}@example.com`, phone: null },
    orders_to_redact: [7_000_000_000_000 + index],
  });
  const headers = shopify.sign({
    rawBody: Buffer.from(body),
    secret: secrets[0] ?? '',
    topic: 'customers/redact',
    shop,
    deliveryId: `redact-${index}`,
    now: new Date(),
  });
  const response = await fetch(url, { method: 'POST', headers, body });
  const answer = await response.text();
  if (!answer.includes('queued')) throw new Error(`a privacy request was answered ${answer}`);
}
