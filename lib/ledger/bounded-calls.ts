import pLimit from 'p-limit';
import { UnavailableError } from '../errors.ts';

/** Calls under way at once; the rest waits here instead of in the client, which warns of that. */
const MAX_CALLS = 50;

/** Makes one call to the ledger's table. @throws {UnavailableError} it did not succeed in time. */
export type BoundedCall = <Result>(
  call: (abort: { abortSignal: AbortSignal }) => Promise<Result>,
) => Promise<Result>;

/** Returns a function that makes at most 50 calls at once, each within so many milliseconds, retries included. */
export function boundedCalls(budgetMs: number): BoundedCall {
  const limit = pLimit(MAX_CALLS);
  return async (call) => {
    try {
      return await limit(() => call({ abortSignal: AbortSignal.timeout(budgetMs) }));
    } catch (cause) {
      throw new UnavailableError('The ledger did not answer', { code: 'ledger-unavailable', cause });
    }
  };
}
