import { readFileSync } from 'node:fs';
import type { WebhookRequest } from '../../../lib/sources/source.ts';

/** A request that a WooCommerce shop really sent, with its expected outcome. */
export interface RecordedDelivery extends WebhookRequest {
  readonly name: string;
  readonly rawBody: Buffer;
  /** The shop that sent it. */
  readonly shop: 'a' | 'b';
  /** `queued`, `closed`, `parked`, or the reason to ignore it. Written by hand, from what was done in the shop. */
  readonly expected: string;
  /** Names in their original case. */
  readonly sentHeaders: Readonly<Record<string, string>>;
}

interface Line {
  readonly name: string;
  readonly expected: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Returns every recorded delivery of WooCommerce, in sending order. */
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
