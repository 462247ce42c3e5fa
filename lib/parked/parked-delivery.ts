import { createHash } from 'node:crypto';
import type { Issue } from '../errors.ts';
import type { Source, VerifiedDelivery } from '../sources/source.ts';

/** A delivery put aside because it could not be read, as it lies in the bucket. */
export interface ParkedDelivery {
  readonly source: string;
  readonly connection: string;
  /** Without the signature and anything secret. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes as received, in base64. */
  readonly rawBody: string;
  readonly receivedAt: string;
  /** The signature was good at this time, so that a replay need not have the secret of that day. */
  readonly verifiedAt: string;
  /** What could not be read, by path. Never holds values. */
  readonly issues: readonly Issue[];
}

interface ParkingInput {
  readonly source: Source;
  readonly connection: string;
  readonly delivery: VerifiedDelivery;
  readonly receivedAt: Date;
  readonly verifiedAt: Date;
  readonly issues: readonly Issue[];
}

/** Builds what is put into the bucket, keeping only the headers that the source calls worth keeping. */
export function toParkedDelivery(input: ParkingInput): ParkedDelivery {
  const { delivery } = input;
  const headers = input.source.parkedHeaders.flatMap((name) => {
    const value = delivery.headers[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    source: input.source.id,
    connection: input.connection,
    headers: Object.fromEntries(headers),
    rawBody: delivery.rawBody.toString('base64'),
    receivedAt: input.receivedAt.toISOString(),
    verifiedAt: input.verifiedAt.toISOString(),
    issues: input.issues,
  };
}

/**
 * Returns the object key of a parked delivery: connection, day and a digest of the bytes. A platform that delivers the
 * same bytes again on the same day overwrites the same object.
 */
export function parkedKey(parked: ParkedDelivery): string {
  const digest = createHash('sha256').update(parked.rawBody).digest('hex').slice(0, 32);
  return `${parked.connection}/${parked.receivedAt.slice(0, 10)}/${digest}.json`;
}
