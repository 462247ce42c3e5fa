import * as v from 'valibot';
import { toPurchase } from '../../lib/dfinery/to-purchase.ts';
import { parseExactJson } from '../../lib/model/exact-json.ts';
import { readOrder } from '../../lib/sources/shopify/read-order.ts';
import { ShopifyOrderSchema } from '../../lib/sources/shopify/schema.ts';
import { type Contenders, compare, type Effort, type Timing } from './compare.ts';
import {
  connection,
  parseEvent,
  plan,
  read,
  receive,
  toMessages,
  toRequest,
  verify,
  webhookEvent,
} from './webhook-path.ts';

/** What this script prints: the bytes of the order's body, and the timings. */
export interface ReceivePathTimings {
  readonly bodyBytes: number;
  readonly timings: Readonly<Record<keyof ReturnType<typeof contenders>, Timing>>;
}

function contenders(bytes: Buffer) {
  const event = parseEvent(bytes);
  const { body = '' } = event;
  const rawBody = Buffer.from(body);
  const request = toRequest(event);
  const inBytes = { ...request, rawBody };
  const delivery = verify(request);
  const parsed = parseExactJson(body);
  const reading = read(delivery);
  return {
    floor: () => JSON.parse(parseEvent(bytes).body ?? '') as unknown,
    whole: () => receive(parseEvent(bytes)),
    'JSON.parse': () => JSON.parse(rawBody.toString()) as unknown,
    'from bytes': () => toMessages(inBytes),
    event: () => toRequest(parseEvent(bytes)),
    signature: () => verify(request),
    parse: () => parseExactJson(body),
    schema: () => v.safeParse(ShopifyOrderSchema, parsed),
    'schema and order': () => readOrder(parsed, connection, delivery),
    purchase: () => toPurchase(reading.order, connection),
    messages: () => plan(reading),
  } satisfies Contenders;
}

/** An order of many lines takes longer, and as much is compiled with fewer of them. */
function effortFor(lines: number): Effort {
  const warmUps = Math.min(3_000, 20_000 / lines);
  // Each sample is one run, so that most of them pass without other work in between, even on a busy machine.
  return { warmUps, rounds: warmUps / 4, sampleMs: 0, quantile: 0.2 };
}

const lines = Number(process.argv[2]);
const bytes = webhookEvent(lines);
const found: ReceivePathTimings = {
  bodyBytes: Buffer.byteLength(parseEvent(bytes).body ?? ''),
  timings: await compare(contenders(bytes), effortFor(lines)),
};
console.log(JSON.stringify(found));
