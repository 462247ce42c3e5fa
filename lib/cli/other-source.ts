import type { MappingSettings } from '../model/connection.ts';
import { PayloadError } from '../model/errors.ts';
import { sources } from '../sources/all-sources.ts';
import { type Source, withoutVerification } from '../sources/source.ts';
import { readDelivery } from '../translate/read-delivery.ts';

/** Bodies of these kinds were read whole. What is ignored may be anything. */
const READ: ReadonlySet<string> = new Set(['order', 'references', 'customers']);

/** A larger body is not read by one platform after the other: with millions of faults that takes a minute. */
const MAX_BYTES = 256 * 1024;

/**
 * Returns a sentence if another source can read a body that this one cannot; `undefined` if none can. Pure.
 * Names a source and a topic, never what is in the body.
 */
export function hintOfOtherSource(
  source: Source,
  rawBody: Buffer,
  settings: MappingSettings,
): string | undefined {
  if (rawBody.length > MAX_BYTES) return undefined;
  for (const other of Object.values<Source>(sources)) {
    if (other.id === source.id) continue;
    const topic = Object.keys(other.topics).find((name) => canRead(other, name, { rawBody, settings }));
    if (topic !== undefined) {
      return `This looks like ${other.id}: try --source ${other.id} --topic ${topic}`;
    }
  }
  return undefined;
}

function canRead(
  source: Source,
  topic: string,
  { rawBody, settings }: { readonly rawBody: Buffer; readonly settings: MappingSettings },
): boolean {
  const delivery = { headers: {}, rawBody, topic, deliveryId: undefined, isTest: false };
  try {
    const options = { settings: { ...settings, source: source.id } };
    return READ.has(readDelivery(source, withoutVerification(delivery), options).kind);
  } catch (error) {
    if (error instanceof PayloadError) return false;
    throw error;
  }
}
