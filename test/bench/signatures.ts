import '@shopify/shopify-api/adapters/node';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { ApiVersion, shopifyApi } from '@shopify/shopify-api';
import { Webhook } from 'standardwebhooks';
import { shopify } from '../../lib/sources/shopify/source.ts';
import type { Source } from '../../lib/sources/source.ts';
import { standardWebhooks } from '../../lib/sources/standard-webhooks/source.ts';
import { compare } from './compare.ts';
import { figure, type Section, share, target } from './section.ts';
import { shopOrder } from './shop-order.ts';

const SHOP = 'example.myshopify.com';
const SHOPIFY_SECRET = 'secret-of-the-benchmark';
const STANDARD_SECRET = `whsec_${Buffer.from('a-secret-of-the-benchmark').toString('base64')}`;

/** Our signature checks against those of the vendors' own packages, on an order of three lines. */
export async function signatures(): Promise<Section> {
  const rawBody = Buffer.from(shopOrder(3));
  const timings = await compare({
    'shopify, ours': ourCheck(shopify, { rawBody, secret: SHOPIFY_SECRET, topic: 'orders/paid' }),
    '@shopify/shopify-api': shopifyCheck(rawBody),
    'standard-webhooks, ours': ourCheck(standardWebhooks, {
      rawBody,
      secret: STANDARD_SECRET,
      topic: 'order.paid',
    }),
    standardwebhooks: standardCheck(rawBody),
  });
  const faster = (ours: keyof typeof timings, theirs: keyof typeof timings) =>
    timings[theirs].wallNs / timings[ours].wallNs;
  return {
    title: 'Signature checks',
    says: 'Ours and those of the vendors’ packages, in turns. Shopify’s also reads the headers, and `standardwebhooks` parses the body after the check.',
    rows: Object.entries(timings).map(([name, { wallNs, cpuNs, spread }]) => ({
      name,
      figures: { time: figure(wallNs, 'ns'), CPU: figure(cpuNs, 'ns'), spread: share(spread) },
    })),
    targets: [
      target(
        'signature check: times as fast as @shopify/shopify-api',
        faster('shopify, ours', '@shopify/shopify-api'),
        {
          atLeast: 20,
        },
      ),
      target(
        'signature check: times as fast as standardwebhooks',
        faster('standard-webhooks, ours', 'standardwebhooks'),
        {
          atLeast: 1,
        },
      ),
    ],
  };
}

interface Signed {
  readonly rawBody: Buffer;
  readonly secret: string;
  readonly topic: string;
}

function ourCheck(source: Source, { rawBody, secret, topic }: Signed): () => unknown {
  const now = new Date();
  const headers = source.sign({ rawBody, secret, topic, shop: SHOP, deliveryId: 'd-1', now });
  const identity = { secrets: [secret], shop: SHOP };
  return () => {
    const { valid } = source.verify(source.readHeaders({ headers, rawBody }), identity, now);
    if (!valid) throw new Error('not valid');
  };
}

function shopifyCheck(rawBody: Buffer): () => Promise<void> {
  const { webhooks } = shopifyApi({
    apiKey: 'key',
    apiSecretKey: SHOPIFY_SECRET,
    hostName: 'app.example.com',
    apiVersion: ApiVersion.July26,
    isEmbeddedApp: false,
    logger: { log: () => undefined },
  });
  const headers = shopify.sign({
    rawBody,
    secret: SHOPIFY_SECRET,
    topic: 'orders/paid',
    shop: SHOP,
    deliveryId: 'd-1',
    now: new Date(),
  });
  const rawRequest = Object.assign(new IncomingMessage(new Socket()), { headers, method: 'POST', url: '/' });
  const rawResponse = new ServerResponse(rawRequest);
  return async () => {
    const { valid } = await webhooks.validate({ rawBody: rawBody.toString(), rawRequest, rawResponse });
    if (!valid) throw new Error('not valid');
  };
}

function standardCheck(rawBody: Buffer): () => unknown {
  const webhook = new Webhook(STANDARD_SECRET);
  const now = new Date();
  const headers = {
    'webhook-id': 'd-1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': webhook.sign('d-1', now, rawBody.toString()),
  };
  return () => webhook.verify(rawBody.toString(), headers);
}
