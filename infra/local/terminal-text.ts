import { CONNECTION_ID, type Connection } from '../../lib/model/connection.ts';
import type { GatewayAnswer } from './aws/gateway-answer.ts';
import type { AcceptedRequest } from './dfinery-double/double-state.ts';
import { SAMPLE_FILE, SAMPLE_SOURCE, SAMPLE_TIME, SAMPLE_TOPIC } from './sample-delivery.ts';
import { SHOP_PREFIX } from './shop-double/shop-handler.ts';

/**
 * Returns one line about an answered delivery: ids, status and counts, and of a refusal the reason if it is known. It does
 * not repeat what a stranger wrote.
 */
export function deliveryLine(
  route: { source: string; connection: string },
  answer: GatewayAnswer,
  reason?: string,
): string {
  const isPlain = CONNECTION_ID.test(route.source) && CONNECTION_ID.test(route.connection);
  const name = isPlain ? `${route.source}/${route.connection}` : '(not an id)';
  if (answer.status < 400) return `delivery to ${name}: ${answer.status} ${answer.body.toString()}`;
  const why = reason ?? (answer.status === 404 ? 'not-found' : undefined);
  const because = why === undefined ? '' : ` ${why}:${hintFor[why] ?? ''}`;
  return `✗ ${answer.status}${because} delivery to ${name}: ${answer.body.toString()}`;
}

/** What to look at first, by the reason of a refusal. */
const hintFor: Readonly<Record<string, string>> = {
  'signature-mismatch': ' the signature fits no secret of the connection;',
  'not-found': ' there is no such connection of this source;',
  'signature-missing': ' the header with the signature is missing;',
  'shop-mismatch': ' the delivery names another shop than the connection;',
  'timestamp-stale': ' it was signed more than 5 minutes ago, or in the future;',
};

/** Returns one line about a request that the stand-in refused. One without an event is the question of a command. */
export function refusedLine(code: string, reasons: readonly string[]): string {
  const isQuestion = reasons.some((reason) => reason.includes('needs at least one event'));
  if (isQuestion)
    return `Dfinery stand-in answered a command that tries the credentials: ${code}, as it should`;
  return `✗ Dfinery stand-in refused a request: ${code}, ${reasons.join('; ')}`;
}

/** Returns one line about a request that the stand-in for Dfinery accepted: ids and counts. */
export function acceptedLine({ request, serviceId, events }: AcceptedRequest): string {
  const orders = events.map(({ event_name, event_properties }) => {
    // A refund names no order, unless the connection asks for it.
    const orderId = event_properties?.['df_order_id'];
    return typeof orderId === 'string' ? orderId : event_name;
  });
  const items = events.reduce((sum, { event_items }) => sum + (event_items?.length ?? 0), 0);
  const counts = `${events.length} event(s), ${items} item(s)`;
  return `Dfinery stand-in accepted request ${request} for ${serviceId}: ${counts}, order ${[...new Set(orders)].join(', ')}`;
}

/** Returns an accepted request as it came over the wire, its body indented, without the access token. */
export function requestText({ serviceId, headers, identity, events }: AcceptedRequest): string {
  const shown = { ...headers, access_token: '(not shown)' };
  return [
    `POST /api/v1/events?service_id=${serviceId}`,
    ...Object.entries(shown).map(([name, value]) => `${name}: ${String(value)}`),
    '',
    JSON.stringify({ common: { identity }, events }, null, 2),
  ].join('\n');
}

export interface HintInput {
  readonly url: string;
  readonly id: string;
  readonly connection: Connection;
  /** True if the secret is the checked-in example's, which may be shown. */
  readonly isExample: boolean;
}

/** Returns commands that send the sample once more, for a person to copy and change. */
export function sendingHint({ url, id, connection, isExample }: HintInput): string {
  if (connection.source !== SAMPLE_SOURCE) return `Webhooks go to ${url}/webhooks/${connection.source}/${id}`;
  const secret = isExample ? (connection.secrets[0] ?? '') : `the first secret of ${id}`;
  return `Send it again, or an order of your own in ORDER (bash with curl and openssl, in the project's folder):

SECRET='${secret}'
ORDER=$(sed "s/${SAMPLE_TIME}/$(date -u +%Y-%m-%dT%H:%M:%SZ)/" ${SAMPLE_FILE})
SIGNATURE=$(printf %s "$ORDER" | openssl dgst -sha256 -hmac "$SECRET" -binary | base64)
curl -i ${url}/webhooks/${SAMPLE_SOURCE}/${id} \\
  -H 'Content-Type: application/json' \\
  -H 'X-Shopify-Topic: ${SAMPLE_TOPIC}' \\
  -H 'X-Shopify-Shop-Domain: ${connection.shop ?? id}' \\
  -H 'X-Shopify-Webhook-Id: my-delivery-1' \\
  -H "X-Shopify-Hmac-Sha256: $SIGNATURE" \\
  --data-binary "$ORDER"`;
}

/** Returns how to place an order that only a poll brings. `id` is the connection whose shop is played, if one is. */
export function pollingHint({
  url,
  file,
  id,
}: {
  readonly url: string;
  readonly file: string;
  readonly id: string | undefined;
}): string {
  if (id === undefined) {
    return `No stand-in plays a shop: no Shopify connection of ${file} has "poll": {} and "api".`;
  }
  return `A stand-in plays the shop of ${id}. Place an order there whose webhook is thrown away; a poll brings it:
curl -X POST ${url}${SHOP_PREFIX}orders`;
}

/** Returns how to see what the Dfinery stand-in accepted, and how to make it fail. */
export function inspectionHint(url: string): string {
  return `See every event that reached the Dfinery stand-in:
curl ${url}/__double/events

Make its next answer a failure (more kinds: infra/local/dfinery-double/script.ts):
curl ${url}/__double/script --data '[{"code":"50000"}]'`;
}
