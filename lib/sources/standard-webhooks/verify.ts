import type { Delivery, SigningIdentity, SigningInput, Verdict } from '../source.ts';
import { signStandard, verifyStandard } from '../standard-signature.ts';
import { isSignedByAny, signatureOf } from './signature.ts';

/** In both directions, as in the reference libraries. */
const TOLERANCE_SECONDS = 5 * 60;

/** Checks the signatures over `id.timestamp.body`. One that matches one of the secrets is enough. */
export function verify(delivery: Delivery, { secrets }: SigningIdentity, now: Date): Verdict {
  const isSigned = (content: Buffer, signatures: string) => isSignedByAny(content, { signatures, secrets });
  return verifyStandard(delivery, { isSigned, oldestSeconds: TOLERANCE_SECONDS }, now);
}

/**
 * Returns the headers of a Standard Webhook.
 * @throws {ConfigError} the secret is neither a shared secret nor a private key.
 */
export function sign(input: SigningInput): Record<string, string> {
  return signStandard(input, (content) => signatureOf(content, input.secret));
}
