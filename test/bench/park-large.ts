import type { S3Client } from '@aws-sdk/client-s3';
import type { Emulator } from '../../infra/local/aws/emulator.ts';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { withoutVerification } from '../../lib/sources/source.ts';
import { createParkedBucket } from '../../lib/stores/parked/parked-bucket.ts';
import { toParkedDelivery } from '../../lib/stores/parked/parked-delivery.ts';

export const PARKED = 20;
const BYTES = 3 * 1024 * 1024;

/** Parks so many orders of 3 MiB with thousands of lines, which hold nobody's name. */
export async function parkLarge({ endpoint, parkedBucket }: Emulator, connection: string): Promise<void> {
  const settings = { ...localClientSettings(endpoint), forcePathStyle: true };
  const bucket = createParkedBucket({
    bucket: parkedBucket,
    budgetMs: 60_000,
    createClient: ({ S3Client: Client }): S3Client => new Client(settings),
  });
  const now = new Date();
  for (let index = 0; index < PARKED; index += 1) {
    const delivery = withoutVerification({
      headers: { 'x-shopify-topic': 'orders/paid' },
      rawBody: Buffer.from(longOrder(index)),
      topic: 'orders/paid',
      deliveryId: `parked-${index}`,
      isTest: false,
    });
    const times = { receivedAt: now, verifiedAt: now };
    await bucket.park(toParkedDelivery({ source: shopify, connection, delivery, issues: [], ...times }));
  }
}

function longOrder(index: number): string {
  const line = JSON.stringify({ name: '찻잔', price: '1000.00', quantity: 1, taxable: true, tax_lines: [] });
  const lines = Array<string>(Math.ceil(BYTES / (Buffer.byteLength(line) + 1))).fill(line);
  return `{"id":${index},"line_items":[${lines.join(',')}]}`;
}
