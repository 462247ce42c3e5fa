import { expect, test } from 'vitest';
import { checkRequest } from '../../infra/local/dfinery-double/check-request.ts';
import { accepted, aDrain, refused, type SentBody } from '../../test/support/builders/a-drain.ts';
import { aFetch, givenOrder } from '../../test/support/builders/a-fetch.ts';
import { aReceiver } from '../../test/support/builders/a-receiver.ts';
import { aRecord } from '../../test/support/builders/queue-records.ts';
import { fixture } from '../../test/support/reading/fixtures.ts';
import type { DfineryRequest } from '../dfinery/client.ts';
import { decodeFetchMessage } from '../queue/fetch-message.ts';
import { encodeMessage } from '../queue/message.ts';
import type { QueueRecord } from '../queue/worker/queue-record.ts';
import { cafe24 } from '../sources/cafe24/source.ts';

const MALL = 'main-mall';

/** Returns the receiver's answer to a webhook of the mall, what it queues and what it counts. */
async function receive(event: number, changes: object) {
  const receiver = aReceiver({ source: 'cafe24', shop: MALL });
  const given = JSON.parse(fixture(cafe24, '90073.bulk-refund').rawBody.toString()) as { resource: object };
  const resource = { ...given.resource, mall_id: MALL, ...changes };
  const rawBody = Buffer.from(JSON.stringify({ event_no: event, resource }));
  const answer = await receiver.receive(receiver.request({ rawBody }));
  return { answer, ...receiver.seen, counts: receiver.telemetry.counts };
}

function recordsOf(bodies: readonly string[]): QueueRecord[] {
  return bodies.map((body, index) => aRecord({ messageId: `record-${index + 1}`, body }));
}

const SERVICE = { accessToken: 'secret-token', eventProperties: [], itemProperties: [] };

/** Answers as strictly as the stand-in for Dfinery. */
function strictly(_: SentBody, { body, accessToken }: DfineryRequest) {
  const headers = { 'content-type': 'application/json', access_token: accessToken };
  return checkRequest({ headers, body: Buffer.from(body) }, SERVICE).accepted ? accepted : refused;
}

test.each([90072, 90073, 90074])('event %i queues every order that it lists, each once', async (event) => {
  const order_id = '20261120-0000177,20261120-0000188,20261120-0000177,20261120-0000199';
  const { answer, queued, erasures, parked, fetches, counts } = await receive(event, {
    order_id,
    event_shop_no: '2',
  });

  expect(answer).toEqual({ kind: 'fetch-queued', fetches: 3 });
  expect([queued, erasures, parked]).toEqual([[], [], []]);
  expect(fetches.map(decodeFetchMessage)).toMatchObject(
    ['20261120-0000177', '20261120-0000188', '20261120-0000199'].map((orderId) => ({
      connection: 'main',
      source: 'cafe24',
      reference: { orderId, parameters: { shop_no: '2' } },
      receivedAt: '2026-11-24T00:00:00.000Z',
      traceId: 'trace-1',
    })),
  );
  expect(counts).toMatchObject({ DeliveryReceived: 1, DeliveryAccepted: 1, FetchQueued: 3 });
});

test('a partly refunded order goes through fetching and drain as one purchase and one refund', async () => {
  const [refund] = (JSON.parse(fixture(cafe24, 'order.refunds').rawBody.toString()) as { refunds: object[] })
    .refunds;
  const { fetches } = await receive(90029, { order_id: '20261120-0000177', event_code: 'refund_order' });

  const fetching = aFetch();
  const answer = () => givenOrder('20261120-0000177', { name: 'refunds', refunds: [refund] });
  expect(await fetching.fetch(recordsOf(fetches), { answer })).toEqual([]);
  // Cafe24 sends it again: it is fetched again, and the ledger knows it.
  expect(await fetching.fetch(recordsOf(fetches), { answer })).toEqual([]);
  expect(fetching.seen.queued).toHaveLength(4);
  const drain = aDrain();
  const records = recordsOf(fetching.seen.queued.map(encodeMessage));
  expect(await drain.drain(records, { answer: strictly })).toEqual([]);

  const events = drain.seen.sent.flatMap(({ json }) => json.events);
  expect(events).toMatchObject([
    {
      event_name: 'df_purchase',
      event_datetime: '2026-11-20T05:05:11.000Z',
      event_properties: { df_order_id: '20261120-0000177', df_total_purchase_amount: 54_000 },
    },
    {
      event_name: 'df_refund',
      event_datetime: '2026-11-22T08:31:50.000Z',
      event_properties: { df_total_refund_amount: 6_000 },
      event_items: [{ df_item_id: '21', df_quantity: 2 }],
    },
  ]);
  expect(drain.ports.telemetry.counts).toMatchObject({ EventSent: 2, EventDuplicate: 2 });
});
