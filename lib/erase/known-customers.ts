import { customerKey } from '../model/keys.ts';
import type { ErasureMessage } from '../queue/erasure-message.ts';
import type { Claim, LedgerKey } from '../stores/ledger/ledger.ts';
import type { ErasePorts } from './erase-ports.ts';

/**
 * Takes the customers of a request for this owner alone, so that no drain tells Dfinery of them until they are forgotten.
 * Returns false, and holds nobody, where a drain is just at it.
 * @throws {UnavailableError} the ledger is ill. What was taken is anybody's when the claim is over.
 */
export async function holdCustomers(
  { profiles }: Pick<ErasePorts, 'profiles'>,
  message: ErasureMessage,
  claim: Claim,
): Promise<boolean> {
  const keys = keysOf(message, 'profile');
  const held = await Promise.all(keys.map((key) => profiles.claim(key, claim)));
  if (!held.includes(undefined)) return true;
  await Promise.all(keys.map((key) => profiles.forget(key, claim)));
  return false;
}

/**
 * Deletes what the ledger remembers of customers who are held: what was sent of them, and that they signed up. Whoever
 * comes back is told of whole.
 * @throws {UnavailableError} the ledger is ill. When the claim is over, no fact counts as sent.
 */
export async function forgetCustomers(
  { profiles, ledger }: Pick<ErasePorts, 'profiles' | 'ledger'>,
  message: ErasureMessage,
  claim: Claim,
): Promise<void> {
  await Promise.all([
    ...keysOf(message, 'profile').map((key) => profiles.forget(key, claim)),
    ...keysOf(message, 'sign-up').map((key) => ledger.forget(key)),
  ]);
}

/** Somebody who is named without an id has no account, or none that anybody can find. */
function keysOf({ serviceId, source, shop, customerIds }: ErasureMessage, kind: string): LedgerKey[] {
  return customerIds.map((id) => ({
    serviceId,
    source,
    shop,
    kind,
    subjectKey: customerKey({ source, shop, id }),
  }));
}
