import * as v from 'valibot';
import { toPurchase } from '../../lib/dfinery/to-purchase.ts';
import { parseExactJson } from '../../lib/model/exact-json.ts';
import { readOrder } from '../../lib/sources/shopify/read-order.ts';
import { ShopifyOrderSchema } from '../../lib/sources/shopify/schema.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { planOrder } from '../../lib/translate/plan-queueing.ts';
import { readDelivery } from '../../lib/translate/read-delivery.ts';
import { aShopConnection } from '../support/builders/a-connection.ts';
import { type Contenders, compare } from './compare.ts';
import { figure, type Row, type Section, share, type Target, target } from './section.ts';
import { shopOrder } from './shop-order.ts';

const LINES = [1, 3, 10, 50, 500];
/** Lines of most orders. */
const TARGET_LINES = [3, 10];
const NOW = new Date('2026-11-24T01:15:00.000Z');
const connection = aShopConnection({ secrets: ['secret-of-the-benchmark'] });
const [secret = ''] = connection.secrets;

/** The receiver's way in one process, from the bytes of a webhook to the messages of the queue, and its stages. */
export async function receivePath(): Promise<Section> {
  const rows: Row[] = [];
  const targets: Target[] = [];
  for (const lines of LINES) {
    const rawBody = Buffer.from(shopOrder(lines));
    const { floor, whole, ...stages } = await compare(contenders(rawBody));
    const speed = floor.wallNs / whole.wallNs;
    const validation = stages['schema'].wallNs / whole.wallNs;
    rows.push({
      name: `${lines} line${lines === 1 ? '' : 's'}, ${Math.round(rawBody.length / 1024)} KB`,
      figures: {
        'JSON.parse': figure(floor.wallNs, 'ns'),
        whole: figure(whole.wallNs, 'ns'),
        'CPU of whole': figure(whole.cpuNs, 'ns'),
        spread: share(whole.spread),
        'of JSON.parse': figure(speed, '×'),
        ...Object.fromEntries(
          Object.entries(stages).map(([name, { wallNs }]) => [name, figure(wallNs, 'ns')]),
        ),
        validation: share(validation),
      },
    });
    if (!TARGET_LINES.includes(lines)) continue;
    targets.push(
      target(`receive path, ${lines} lines: speed in parts of JSON.parse`, speed, { atLeast: 0.5 }),
      target(`receive path, ${lines} lines: validation’s part`, validation, { atMost: 0.33 }),
    );
  }
  return {
    title: 'Receive path',
    says: 'The whole is verify → read → map → message of a Shopify order, against `JSON.parse` of the same bytes. Its stages follow, each on its own.',
    rows,
    targets,
  };
}

function contenders(rawBody: Buffer) {
  const signing = { rawBody, secret, topic: 'orders/paid', shop: connection.shop, deliveryId: 'd', now: NOW };
  const request = { headers: shopify.sign(signing), rawBody };
  const context = { connection, deliveryId: 'd', receivedAt: NOW, traceId: 't' };
  const verify = () => {
    const verdict = shopify.verify(shopify.readHeaders(request), connection, NOW);
    if (!verdict.valid) throw new Error(verdict.reason);
    return verdict.delivery;
  };
  const read = () => {
    const reading = readDelivery(shopify, verify(), { settings: connection });
    if (reading.kind !== 'order') throw new Error(reading.kind);
    return reading;
  };
  const delivery = verify();
  const body = parseExactJson(rawBody.toString());
  const purchase = read();
  return {
    floor: () => JSON.parse(rawBody.toString()) as unknown,
    whole: () => planOrder(read(), context).events,
    signature: verify,
    parse: () => parseExactJson(rawBody.toString()),
    schema: () => v.safeParse(ShopifyOrderSchema, body),
    'schema and order': () => readOrder(body, connection, delivery),
    purchase: () => toPurchase(purchase.order, connection),
    messages: () => planOrder(purchase, context).events,
  } satisfies Contenders;
}
