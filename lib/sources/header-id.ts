/** A UUID has 36 characters, a trace id 35. What is longer is no id; it would fill messages, log lines and the ledger. */
const MAX_LENGTH = 128;

/**
 * Returns the id in a header, cut to 128 characters, or `undefined` if the header is missing or empty. Senders choose
 * these headers freely, because no signature covers most of them.
 */
export function headerId(value: string | undefined): string | undefined {
  return value?.slice(0, MAX_LENGTH) || undefined;
}
