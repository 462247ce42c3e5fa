import type { DeliverySummary } from '../../../lib/cli/console/console-api.ts';
import type { KeptDelivery } from '../../../lib/cli/console/server/live-feed.ts';
import type { LogRecord } from '../../../lib/cli/logs/log-record.ts';
import { topicOfDelivery } from '../../../lib/cli/topic-of-delivery.ts';
import type { GatewayAnswer } from '../aws/gateway-answer.ts';
import type { AnsweredDelivery } from '../aws/http-front.ts';
import { type DeliveryEntry, toDeliveryEntry, toDeliverySummary } from './delivery-entry.ts';
import { createLogBook } from './log-book.ts';
import { createNumberedRing } from './numbered-ring.ts';
import type { ShelfOptions } from './shelf-options.ts';

/** The last deliveries. */
export interface DeliveryShelf {
  /** Returns its number. */
  add(delivery: AnsweredDelivery, answer: GatewayAnswer): number;
  /** Returns the deliveries that the line is about. */
  takeRecord(record: LogRecord): readonly DeliveryEntry[];
  find(number: number): KeptDelivery | undefined;
  /** The newest first. */
  summaries(): readonly DeliverySummary[];
}

/** Returns an empty shelf for `size` deliveries. What leaves it leaves `bodies` and `tracks` too. */
export function createDeliveryShelf({ size, bodies, tracks }: ShelfOptions): DeliveryShelf {
  const ring = createNumberedRing<DeliveryEntry>(size);
  const logs = createLogBook();

  function drop(entry: DeliveryEntry): void {
    bodies.drop(entry);
    logs.close(entry);
    if (entry.track !== undefined) tracks.drop(entry.track, entry.number);
  }

  return {
    add(delivery, answer) {
      const { rawBody, traceId } = delivery;
      const topic = topicOfDelivery(delivery);
      const { entry, dropped } = ring.add((number) => {
        const track = traceId === undefined ? undefined : tracks.claim(traceId, number);
        return toDeliveryEntry(delivery, answer, { number, track, topic });
      });
      if (dropped !== undefined) drop(dropped);
      bodies.keep(entry, rawBody);
      logs.open(entry);
      return entry.number;
    },
    takeRecord: (record) => logs.take(record),
    find(number) {
      const entry = ring.find(number);
      if (entry === undefined) return undefined;
      const { answer, log, delivery } = entry;
      const summary = toDeliverySummary(entry);
      return { summary, headers: delivery.headers, rawBody: bodies.find(entry), answer, log };
    },
    summaries: () => ring.entries().map(toDeliverySummary),
  };
}
