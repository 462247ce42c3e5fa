import type { WebhookRequest } from '../source.ts';

const FORM = /^application\/x-www-form-urlencoded\b/i;
const PING = /^webhook_id=\d{1,20}$/;

/**
 * True if WooCommerce is testing the address: the form `webhook_id=N` without any of its own headers, and so without a
 * signature. It repeats the test with every save of the webhook until the answer is exactly 200.
 * @see https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-webhook.php (`deliver_ping`; read 2026-11-24)
 */
export function isPing({ headers, rawBody }: WebhookRequest): boolean {
  const isDelivery = Object.keys(headers).some((name) => name.startsWith('x-wc-webhook-'));
  return !isDelivery && FORM.test(headers['content-type'] ?? '') && PING.test(rawBody.toString());
}
