import { createHmac, randomUUID } from 'node:crypto';

/** The secret of the example connection, which is checked in. */
export const EXAMPLE_SECRET = 'example-secret-for-this-machine-only';

interface Signed {
  readonly body: string;
  /** What is signed, if that is another text. */
  readonly signedBody?: string;
  readonly topic?: string;
  readonly secret?: string;
}

/** Posts a webhook of Shopify to the example connection of `npm start`, and returns the status of the answer. */
export async function postSigned(url: string, signed: Signed): Promise<number> {
  const { body, signedBody = body, topic = 'orders/paid', secret = EXAMPLE_SECRET } = signed;
  const response = await fetch(`${url}/webhooks/shopify/example`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': topic,
      'x-shopify-shop-domain': 'example.myshopify.com',
      'x-shopify-webhook-id': randomUUID(),
      'x-shopify-hmac-sha256': createHmac('sha256', secret).update(signedBody).digest('base64'),
    },
  });
  await response.text();
  return response.status;
}
