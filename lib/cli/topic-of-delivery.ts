import { findSource } from '../sources/all-sources.ts';
import { isLongerThan, tryParse } from '../sources/raw-body.ts';
import type { WebhookRequest } from '../sources/source.ts';

/** A larger body is not parsed for its topic alone: that would cost more than a millisecond. */
const MAX_PARSED_BYTES = 64 * 1024;

/** Senders choose it freely. */
const MAX_CHARACTERS = 128;

/**
 * Returns the topic by the headers of a delivery; on platforms that name it in the body only, by a body of at most 64 KiB.
 * Nobody checked the signature. `undefined` if there is none, or no such platform.
 */
export function topicOfDelivery({
  source: id,
  headers,
  rawBody,
}: WebhookRequest & { readonly source: string }): string | undefined {
  const source = findSource(id);
  const topic = source?.readHeaders({ headers, rawBody }).topic;
  const inBody = isLongerThan(rawBody, MAX_PARSED_BYTES) ? undefined : source?.topicInBody;
  return (topic ?? inBody?.read(tryParse(rawBody)))?.slice(0, MAX_CHARACTERS);
}
