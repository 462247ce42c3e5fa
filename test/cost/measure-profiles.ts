import type { MeasuredProfiles } from '../../infra/cost/measured.ts';
import { largest } from './largest.ts';
import { largestItem } from './largest-item.ts';
import { metricsIn } from './log-bytes.ts';
import { inTurn, measureInvocations } from './measure-invocations.ts';
import type { MeasuredAdapter } from './measured-adapter.ts';
import { fullSizeCustomer } from './sample-customers.ts';

/** Runs that are not counted, so that the compiler has seen what runs often. */
const WARM_UPS = 10;
const TOPIC = 'customers/update';
const LATER_MS = 60_000;

/** Delivers webhooks about customers, drains each on its own, and then the same customers at a later time. */
export async function measureProfiles(
  adapter: MeasuredAdapter,
  { profiles: count }: { readonly profiles: number },
): Promise<MeasuredProfiles> {
  const { functions } = adapter;
  const logLines = () => [...functions.receiver.logLines(), ...functions.drain.logLines()];
  const metricsOfOrders = metricsIn(logLines());
  const now = Date.now();
  const bodiesAt = (time: number) =>
    Array.from({ length: WARM_UPS + count }, (_, index) => fullSizeCustomer(index, new Date(time)));
  const bodies = bodiesAt(now);

  const deliver = (body: string) => async () => {
    await adapter.deliver(body, TOPIC);
  };
  const drain = (record: Awaited<ReturnType<typeof adapter.queued>>[number]) => () => adapter.drain([record]);
  const queuedBefore = (await adapter.queued(0)).length;
  await inTurn(bodies.slice(0, WARM_UPS).map(deliver));
  const receiver = await measureInvocations(functions.receiver, bodies.slice(WARM_UPS).map(deliver));
  await inTurn(bodiesAt(now + LATER_MS).map(deliver));
  const records = (await adapter.queued(queuedBefore + 2 * bodies.length)).slice(queuedBefore);
  const [news, later] = [records.slice(0, bodies.length), records.slice(bodies.length)];

  await inTurn(news.slice(0, WARM_UPS).map(drain));
  const drainNews = await measureInvocations(functions.drain, news.slice(WARM_UPS).map(drain));
  await inTurn(later.slice(0, WARM_UPS).map(drain));
  const drainConfirmed = await measureInvocations(functions.drain, later.slice(WARM_UPS).map(drain));
  return {
    receiver,
    drainNews,
    drainConfirmed,
    webhookBytes: largest(bodies),
    messageBytes: largest(records.map(({ body }) => body)),
    requestBytes: requestBytes(adapter),
    itemBytes: await largestItem(adapter.stack.tables, 'facts'),
    customMetrics: [...metricsIn(logLines())].filter((metric) => !metricsOfOrders.has(metric)).length,
  };
}

/** Returns the bytes of the largest bodies of both calls, written as Dfinery got them. */
function requestBytes({ stack }: MeasuredAdapter): number {
  const requests = stack.dfinery?.customerRequests() ?? [];
  const bytesOf = (name: 'identities' | 'user-profile') =>
    largest(
      requests
        .filter(({ call }) => call === name)
        .map(({ identity, userProperties, requestDatetime }) =>
          JSON.stringify({ identity, user_properties: userProperties, request_datetime: requestDatetime }),
        ),
    );
  return bytesOf('identities') + bytesOf('user-profile');
}
