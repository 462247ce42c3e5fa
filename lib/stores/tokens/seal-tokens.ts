import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { ConfigError } from '../../model/errors.ts';
import type { ApiTokens } from '../../sources/shop-api.ts';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Tokens are sealed for one connection and one app, and open only for them. */
export interface Seal {
  readonly connection: string;
  readonly clientSecret: string;
}

const TokensSchema = v.object({
  accessToken: v.string(),
  accessExpiresAt: v.string(),
  refreshToken: v.string(),
  refreshExpiresAt: v.string(),
});

/**
 * Returns the tokens encrypted and authenticated, as base64 text. The key is derived from the app's client secret. The
 * table does not contain it, so the table alone does not give the tokens away.
 */
export function sealTokens(tokens: ApiTokens, seal: Seal): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(seal), iv);
  cipher.setAAD(Buffer.from(seal.connection));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(tokens), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Opens sealed tokens. @throws {ConfigError} they were sealed for another connection or app, or changed. */
export function openTokens(text: string, seal: Seal): ApiTokens {
  const bytes = Buffer.from(text, 'base64');
  try {
    const decipher = createDecipheriv(CIPHER, keyOf(seal), bytes.subarray(0, IV_BYTES), {
      // A shorter one would be easier to guess.
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(seal.connection));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const opened = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return v.parse(TokensSchema, JSON.parse(opened.toString('utf8')));
  } catch {
    // The original error may quote a token.
    throw new ConfigError(`The tokens of ${seal.connection} cannot be opened: authorize it again`);
  }
}

function keyOf({ connection, clientSecret }: Seal): Buffer {
  return Buffer.from(
    hkdfSync('sha256', clientSecret, 'dfinery-webhook-adapter', `tokens of ${connection}`, 32),
  );
}
