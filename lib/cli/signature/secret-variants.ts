import type { Variant } from './variant.ts';

/** What a signature may be made with: a secret as its platform reads it, or bytes. */
export type Key = { readonly secret: string } | { readonly bytes: Buffer };

const PREFIX = 'whsec_';
const BASE64 = /^[A-Za-z0-9+/]{8,}={0,2}$/;
const HEX = /^(?:[0-9a-f]{2}){4,}$/i;

/** How a secret may have been copied, or how the sender reads it. */
export const secretVariants: readonly Variant<Key>[] = [
  secretOf('secret-blanks', 'The secret has blanks or a line break around it.', (secret) => [secret.trim()]),
  secretOf('secret-quotes', 'The secret has quotation marks around it.', (secret) => [
    secret.replace(/^(["'])(.*)\1$/s, '$2'),
  ]),
  secretOf('secret-prefix', `The secret is meant with or without ${PREFIX} before it.`, (secret) => [
    secret.startsWith(PREFIX) ? bare(secret) : PREFIX + secret,
  ]),
  bytesOf(
    'secret-base64',
    'The sender takes the secret for base64, and signs with the bytes that it stands for.',
    (secret) => (BASE64.test(bare(secret)) ? [Buffer.from(bare(secret), 'base64')] : []),
  ),
  bytesOf(
    'secret-hex',
    'The sender takes the secret for hexadecimal digits, and signs with the bytes that they stand for.',
    (secret) => (HEX.test(bare(secret)) ? [Buffer.from(bare(secret), 'hex')] : []),
  ),
  bytesOf(
    'secret-text',
    'The sender signs with the text of the secret, as Stripe does: here it stands for bytes in base64.',
    (secret) => [Buffer.from(secret), Buffer.from(bare(secret))],
  ),
];

function bare(secret: string): string {
  return secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
}

function secretOf(name: string, says: string, of: (secret: string) => readonly string[]): Variant<Key> {
  return keyOf(name, says, (secret) =>
    of(secret)
      .filter((tried) => tried !== secret)
      .map((tried) => ({ secret: tried })),
  );
}

function bytesOf(name: string, says: string, of: (secret: string) => readonly Buffer[]): Variant<Key> {
  return keyOf(name, says, (secret) => of(secret).map((bytes) => ({ bytes })));
}

function keyOf(name: string, says: string, of: (secret: string) => readonly Key[]): Variant<Key> {
  return {
    name,
    says: () => says,
    tries: (key) => ('secret' in key ? of(key.secret).map((value) => ({ value })) : []),
  };
}
