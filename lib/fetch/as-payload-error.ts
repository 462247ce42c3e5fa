import { PayloadError } from '../errors.ts';

/** Returns what was thrown while an order was read as an error to park it with: where it is a fault of ours, as its cause. */
export function asPayloadError(thrown: unknown): PayloadError {
  if (thrown instanceof PayloadError) return thrown;
  return new PayloadError([{ path: '', message: 'the adapter failed to read it' }], thrown);
}
