import { customerKey } from '../model/keys.ts';
import type { ErasureMessage } from '../queue/erasure-message.ts';
import type { Claim, LedgerKey } from '../stores/ledger/ledger.ts';
import type { ErasePorts } from './erase-ports.ts';

/**
 * Claims the customers of a request, so that no drain sends them to Dfinery until they
 * are forgotten. Returns false, and claims none, if a drain has claimed one of them.
 * @throws {UnavailableError} the ledger is unavailable. Customers already claimed are free when the claim is over.
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
 * Deletes what the ledger remembers of claimed customers: the facts that were sent,
 * and their sign-ups. The profile of a customer who comes back is sent whole.
 * @throws {UnavailableError} the ledger is unavailable. When the claim is over, no fact counts as sent.
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

/** A person without an id has no account, or none that can be found. */
function keysOf({ serviceId, source, shop, customerIds }: ErasureMessage, kind: string): LedgerKey[] {
  return customerIds.map((id) => ({
    serviceId,
    source,
    shop,
    kind,
    subjectKey: customerKey({ source, shop, id }),
  }));
}
