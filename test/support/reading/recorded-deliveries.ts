import { readFileSync } from 'node:fs';
import type { WebhookRequest } from '../../../lib/sources/source.ts';

/** A request that a WooCommerce shop really made, with what is to become of it. */
export interface RecordedDelivery extends WebhookRequest {
  readonly name: string;
  /** Which of the shops. */
  readonly shop: 'a' | 'b';
  /** `queued`, `parked`, or the reason it is ignored for. Written down from what was done to the shop. */
  readonly expected: string;
  /** Names as they were sent. */
  readonly sentHeaders: Readonly<Record<string, string>>;
}

interface Line {
  readonly name: string;
  readonly expected: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Returns all that was recorded of WooCommerce, in the order it was sent. */
export function recordedDeliveries(): RecordedDelivery[] {
  const file = new URL('../../recorded/woocommerce/deliveries.jsonl', import.meta.url);
  const text = readFileSync(file, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { name, expected, headers, body } = JSON.parse(line) as Line;
      const entries = Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value] as const);
      return {
        name,
        expected,
        shop: name.includes('--wc81-') ? 'b' : 'a',
        headers: Object.fromEntries(entries),
        sentHeaders: headers,
        rawBody: Buffer.from(body),
      };
    });
}
