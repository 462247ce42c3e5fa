import { asPayloadError, type PayloadError } from '../model/errors.ts';
import { orderAge } from '../model/too-old.ts';
import { askPatiently } from '../shop-client/ask-patiently.ts';
import type { ShopWait } from '../shop-client/fetch-from-shop.ts';
import type { ListEntry, ListedDelivery } from '../sources/listing.ts';
import type { OrderReference } from '../sources/shop-api.ts';
import { withoutVerification } from '../sources/source.ts';
import { NOTHING, type Plan, type PlanContext, planOrder, planQueueing } from '../translate/plan-queueing.ts';
import { readBareOrder, readParsed } from '../translate/read-delivery.ts';
import { orderFetch } from '../translate/to-messages.ts';
import type { PollPorts } from './poll-ports.ts';
import type { Poll } from './polled-shop.ts';

/** What an entry says. */
export type EntryReading =
  | { readonly kind: 'planned'; readonly plan: Plan; readonly isOrder: boolean }
  /** Of no interest, or no more in the shop. */
  | { readonly kind: 'ignored' }
  /** `reference` names the order, so that a replay fetches it again. */
  | {
      readonly kind: 'unreadable';
      readonly error: PayloadError;
      readonly rawBody: string;
      readonly reference: OrderReference | undefined;
      /** Of a listed delivery. */
      readonly topic?: string | undefined;
    }
  /** The order could not be fetched. */
  | { readonly kind: 'waits'; readonly wait: ShopWait };

/** Reads an entry of a list; an order that is only named is fetched first. Throws only by a fault of ours. */
export async function readEntry(
  ports: PollPorts,
  poll: Poll,
  entry: ListEntry,
): Promise<readonly EntryReading[]> {
  switch (entry.kind) {
    case 'order':
      return [readOrder(ports, poll, { body: entry.body, reference: { orderId: entry.id, parameters: {} } })];
    case 'order-to-fetch':
      return [await fetchOrder(ports, poll, entry.reference)];
    case 'delivery':
      return readDelivery(ports, poll, entry);
  }
}

interface Fetched {
  readonly body: unknown;
  /** The text of the body, if it is at hand. */
  readonly rawBody?: string;
  readonly reference: OrderReference;
}

async function fetchOrder(ports: PollPorts, poll: Poll, reference: OrderReference): Promise<EntryReading> {
  const call = poll.api.api.orders;
  if (call === undefined) throw new Error(`The source ${poll.source.id} names orders that it cannot fetch`);
  const result = await askPatiently(ports, poll.api, { call, reference }, poll.patience);
  switch (result.kind) {
    case 'found':
      // The fetches ask again until the API has what the list tells of.
      if (call.isBehind?.(result.found) === true) return handOver(ports, poll, reference);
      return readOrder(ports, poll, { body: result.found, rawBody: result.rawBody, reference });
    case 'unreadable':
      return { ...result, reference };
    case 'waits':
      if (result.because === 'not-found') return { kind: 'ignored' };
      // One order that the shop refuses holds up no other: the fetches wait for it, and give it up by age.
      if (result.because === 'refused') return handOver(ports, poll, reference);
      return { kind: 'waits', wait: result };
  }
}

function handOver(ports: PollPorts, poll: Poll, reference: OrderReference): EntryReading {
  const fetches = [orderFetch(reference, contextOf(ports, poll))];
  return { kind: 'planned', plan: { ...NOTHING, fetches, orderIds: [reference.orderId] }, isOrder: false };
}

/** Any error while reading parks an order, as it parks a delivery. */
function readOrder(ports: PollPorts, poll: Poll, { body, rawBody, reference }: Fetched): EntryReading {
  try {
    const reading = readBareOrder(poll.source, body, optionsOf(ports, poll));
    if (reading.kind === 'ignored') return reading;
    // An order that was fetched has all that can be known of its refunds.
    const divided = rawBody === undefined ? undefined : { ready: reading.refunds, toFetch: [] };
    return { kind: 'planned', plan: planOrder(reading, contextOf(ports, poll), divided), isOrder: true };
  } catch (cause) {
    const error = asPayloadError(cause);
    return { kind: 'unreadable', error, rawBody: rawBody ?? JSON.stringify(body), reference };
  }
}

/** A webhook that failed may only name orders; those are fetched now. */
async function readDelivery(
  ports: PollPorts,
  poll: Poll,
  { topic, body }: ListedDelivery,
): Promise<readonly EntryReading[]> {
  const rawBody = JSON.stringify(body);
  const delivery = withoutVerification({
    headers: {},
    rawBody,
    topic,
    deliveryId: poll.deliveryId,
    isTest: false,
  });
  try {
    const news = readParsed(poll.source, { delivery, body }, optionsOf(ports, poll));
    if (news.kind === 'ignored') return [news];
    if (news.kind !== 'references') {
      const context = { ...contextOf(ports, poll), rawBody };
      return [{ kind: 'planned', plan: planQueueing(news, context), isOrder: news.kind === 'order' }];
    }
    const readings: EntryReading[] = [];
    for (const reference of news.references) readings.push(await fetchOrder(ports, poll, reference));
    return readings;
  } catch (cause) {
    return [{ kind: 'unreadable', error: asPayloadError(cause), rawBody, reference: undefined, topic }];
  }
}

function optionsOf({ now }: PollPorts, { connection }: Poll) {
  return { settings: connection, tooOld: orderAge({ since: connection.since, now: new Date(now()) }) };
}

function contextOf({ now }: PollPorts, { connection, deliveryId }: Poll): Omit<PlanContext, 'rawBody'> {
  return { connection, deliveryId, receivedAt: new Date(now()), traceId: deliveryId, requestId: deliveryId };
}
