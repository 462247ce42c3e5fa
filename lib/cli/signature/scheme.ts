import { createHmac } from 'node:crypto';
import type { RefusalReason, SigningInput, Source, WebhookRequest } from '../../sources/source.ts';

/** Made up. They have a form that every platform takes. */
const PREFIX = 'whsec_';
const PROBE = PREFIX + Buffer.from('a-made-up-secret-to-look-at-it').toString('base64');
const OTHER_PROBE = PREFIX + Buffer.from('another-made-up-secret-for-it!').toString('base64');
const BODY = Buffer.from('{}');
const SHOP = 'shop';

export type Headers = WebhookRequest['headers'];

/** How a platform signs, as far as its `sign` and `verify` show it. */
export interface Scheme {
  /** The header that holds the signature, or the secret itself. */
  readonly header: string;
  /** The headers without which a delivery counts as unsigned. */
  readonly required: readonly string[];
  /** What is signed, and how that is written; `undefined` if a secret is sent along as it is. */
  readonly digest: Digest | undefined;
}

interface Digest {
  readonly contentOf: (signed: Signed) => Buffer;
  readonly encoding: 'base64' | 'hex';
}

/** What a signature may cover. */
export interface Signed {
  readonly rawBody: Buffer;
  readonly id: string;
  /** Seconds since 1970, as they are written. */
  readonly time: string;
}

/** Returns how a platform signs: what of its headers depends on the secret, and what it cannot do without. Pure. */
export function schemeOf(source: Source): Scheme {
  const signed = signedHeaders(source, {});
  const others = signedHeaders(source, { secret: OTHER_PROBE });
  const header = Object.keys(signed).find((name) => signed[name] !== others[name]) ?? '';
  const required = Object.keys(signed).filter((name) => isNeeded(source, signed, name));
  return { header, required, digest: findDigest(signed[header] ?? '') };
}

/** Returns the header in which a delivery has its signature: Shopify has two families of names, and a delivery has one. */
export function headerIn(source: Source, { header }: Scheme, headers: Headers): string {
  if ((headers[header] ?? '') !== '') return header;
  return Object.keys(headers).find((name) => isNeeded(source, headers, name)) ?? header;
}

/** Says whether a header has the signature of a delivery under a key of bytes. */
export function isSignedWith(
  value: string,
  key: Buffer,
  signed: Signed & { readonly digest: Digest },
): boolean {
  const { contentOf, encoding } = signed.digest;
  return value.split(/[\s,]+|v1=/).includes(hmac(key, contentOf(signed), encoding));
}

/**
 * Returns the headers that a platform would send, with names in small letters. What is left out is made up, the secret too.
 * @throws {ConfigError} the secret cannot sign.
 */
export function signedHeaders(
  source: Source,
  given: Partial<SigningInput>,
): Readonly<Record<string, string>> {
  const madeUp = { topic: 'topic', shop: SHOP, deliveryId: 'id', now: new Date(0) };
  const headers = source.sign({ rawBody: BODY, secret: PROBE, ...madeUp, ...given });
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

const contents: readonly Digest['contentOf'][] = [
  ({ rawBody }) => rawBody,
  ({ rawBody, time }) => Buffer.concat([Buffer.from(`${time}.`), rawBody]),
  ({ rawBody, id, time }) => Buffer.concat([Buffer.from(`${id}.${time}.`), rawBody]),
];

function findDigest(value: string): Digest | undefined {
  const keys = [Buffer.from(PROBE), Buffer.from(PROBE.slice(PREFIX.length), 'base64')];
  const digests = contents.flatMap((contentOf) =>
    (['base64', 'hex'] as const).map((encoding) => ({ contentOf, encoding })),
  );
  const signed = { rawBody: BODY, id: 'id', time: '0' };
  return digests.find((digest) => keys.some((key) => isSignedWith(value, key, { ...signed, digest })));
}

function hmac(key: Buffer, content: Buffer, encoding: Digest['encoding']): string {
  return createHmac('sha256', key).update(content).digest(encoding);
}

function isNeeded(source: Source, headers: Headers, name: string): boolean {
  const without = { ...headers, [name]: '' };
  const isMissing = (tried: Headers) => reasonOf(source, tried) === 'signature-missing';
  return !isMissing(headers) && isMissing(without);
}

function reasonOf(source: Source, headers: Headers): RefusalReason | undefined {
  const delivery = source.readHeaders({ headers, rawBody: BODY });
  const verdict = source.verify(delivery, { secrets: [PROBE], shop: SHOP }, new Date(0));
  return verdict.valid ? undefined : verdict.reason;
}
