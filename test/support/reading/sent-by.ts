import type { EventItem } from '../../../lib/dfinery/event.ts';
import { toCartEvent } from '../../../lib/dfinery/to-cart-event.ts';
import type { ShopConnection } from '../../../lib/model/connection.ts';
import { PayloadError } from '../../../lib/model/errors.ts';
import type { MessageContent } from '../../../lib/queue/message.ts';
import type { Source } from '../../../lib/sources/source.ts';
import { planQueueing } from '../../../lib/translate/plan-queueing.ts';
import { parseBody, readBareOrder, readDelivery } from '../../../lib/translate/read-delivery.ts';
import type { DeliveryReading } from '../../../lib/translate/reading.ts';
import { bodiesWithoutFixture } from './bodies-without-fixture.ts';
import { deliveryOf, fixturesOf } from './fixtures.ts';

/** The names in one event, in one of its items, or in one profile. */
export interface NamesSent {
  /** `df_purchase`, `item of df_purchase`, `user` */
  readonly where: string;
  readonly names: readonly string[];
}

const RECEIVED_AT = new Date('2026-11-24T00:00:00.000Z');

/** What the API of a source answers about the product of its carts, by source. */
const products: Readonly<Record<string, unknown>> = {
  cafe24: {
    product: {
      product_no: 781,
      custom_product_code: 'TEA',
      product_name: '찻잔',
      price: '11000.00',
      variants: [
        {
          variant_code: 'P0000BEB000A',
          custom_variant_code: 'TEA-W',
          options: [{ name: 'Colour', value: 'White' }],
          additional_amount: '1500.00',
        },
      ],
    },
  },
  imweb: {
    statusCode: 200,
    data: [{ prodNo: 781, name: '찻잔', price: 11_000, brand: '찻집', customProdCode: 'TEA' }],
  },
};

/** Returns the names in all that the fixtures of a source bring, and the bodies of which it has none. */
export function sentBy(source: Source, connection: ShopConnection): NamesSent[] {
  const bodies = [
    ...fixturesOf(source),
    ...(bodiesWithoutFixture[source.id] ?? []).map(({ topic, body }) => ({
      topic,
      rawBody: Buffer.from(JSON.stringify(body)),
    })),
  ];
  const options = { settings: connection };
  return bodies.flatMap((body) => [
    ...namesIn(() => readDelivery(source, deliveryOf(body), options), { source, connection }),
    ...namesIn(() => readBareOrder(source, parseBody(body.rawBody.toString()), options), {
      source,
      connection,
    }),
  ]);
}

interface Origin {
  readonly source: Source;
  readonly connection: ShopConnection;
}

function namesIn(read: () => DeliveryReading, { source, connection }: Origin): NamesSent[] {
  const reading = readOrNothing(read);
  if (reading === undefined || reading.kind === 'ignored') return [];
  if (reading.kind === 'cart-addition') {
    const { addition } = reading;
    const { shop } = connection;
    const found = source.api?.products?.read(products[source.id], addition.product, {}, shop);
    if (found === undefined) throw new Error('The product of the cart is not the one of the API');
    const { quantity } = addition;
    const known = { source: source.id, shop, cartKey: 'cart', product: found, quantity, addedAt: '' };
    return ofEvent(toCartEvent(known, connection));
  }
  const context = { connection, deliveryId: 'delivery-1', receivedAt: RECEIVED_AT, traceId: 'trace-1' };
  const plan = planQueueing(reading, { ...context, rawBody: Buffer.alloc(0), requestId: 'request-1' });
  return plan.events.flatMap(({ message }) => ofMessage(message));
}

/** What is parked sends nothing. */
function readOrNothing(read: () => DeliveryReading): DeliveryReading | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof PayloadError) return undefined;
    throw error;
  }
}

function ofMessage(message: MessageContent): NamesSent[] {
  if (message.kind === 'profile') return [{ where: 'user', names: Object.keys(message.properties) }];
  const beside =
    message.kind === 'purchase'
      ? [message.settlement, message.rise].filter((event) => event !== undefined)
      : [];
  return [message.event, ...beside].flatMap(ofEvent);
}

function ofEvent(event: {
  readonly event_name: string;
  readonly event_items?: readonly EventItem[];
  readonly event_properties?: object;
}): NamesSent[] {
  const { event_name: name, event_items: items = [], event_properties: properties = {} } = event;
  return [
    { where: name, names: Object.keys(properties) },
    ...items.map((item) => ({ where: `item of ${name}`, names: Object.keys(item) })),
  ];
}
