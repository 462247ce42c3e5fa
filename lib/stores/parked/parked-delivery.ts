import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { ConfigError, type Issue } from '../../model/errors.ts';
import { toIssues } from '../../model/issues.ts';
import { type RawBody, toBytes } from '../../sources/raw-body.ts';
import type { OrderReference } from '../../sources/shop-api.ts';
import type { Source, VerifiedDelivery } from '../../sources/source.ts';

const Text = v.pipe(v.string(), v.nonEmpty());
const Timestamp = v.pipe(v.string(), v.isoTimestamp());

const ReferenceSchema = v.object({ orderId: Text, parameters: v.record(v.string(), v.string()) });

const ParkedDeliverySchema = v.object({
  source: Text,
  connection: Text,
  /** Without the signature and anything secret. */
  headers: v.record(v.string(), v.string()),
  /** The bytes as received, in base64. Not checked: a pattern over several MiB overflows the stack. */
  rawBody: v.string(),
  receivedAt: Timestamp,
  /** When the signature was verified, so that a replay does not need the secret of that day. */
  verifiedAt: Timestamp,
  /** What could not be read, by path. Never contains values. */
  issues: v.array(v.object({ path: v.string(), message: v.string() })),
  /** If the body is a fetched order: how a delivery named it. A replay fetches it again. */
  reference: v.optional(ReferenceSchema),
  /** The delivery or the replay that the order was fetched for. */
  deliveryId: v.optional(Text),
});

/** A delivery that could not be read, as stored in the bucket. */
export type ParkedDelivery = v.InferOutput<typeof ParkedDeliverySchema>;

/** Reads a parked delivery. @throws {ConfigError} the text is not one. */
export function readParkedDelivery(text: string): ParkedDelivery {
  const result = v.safeParse(
    v.pipe(v.string(), v.parseJson(undefined, 'is not JSON'), ParkedDeliverySchema),
    text,
  );
  if (result.success) return result.output;
  throw new ConfigError('Not a parked delivery', toIssues(result.issues));
}

interface ParkingInput {
  readonly source: Source;
  readonly connection: string;
  readonly delivery: VerifiedDelivery;
  readonly receivedAt: Date;
  readonly verifiedAt: Date;
  readonly issues: readonly Issue[];
}

/** Returns the parked form of a delivery, with only the headers that its source names in `parkedHeaders`. */
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
    rawBody: toBytes(delivery.rawBody).toString('base64'),
    receivedAt: input.receivedAt.toISOString(),
    verifiedAt: input.verifiedAt.toISOString(),
    issues: [...input.issues],
  };
}

interface ParkedOrderInput extends Omit<ParkingInput, 'source' | 'delivery'> {
  readonly source: string;
  readonly reference: OrderReference;
  readonly deliveryId: string;
  readonly rawBody: RawBody;
}

/** Returns the parked form of a fetched order that could not be read. */
export function toParkedOrder(input: ParkedOrderInput): ParkedDelivery {
  return {
    source: input.source,
    connection: input.connection,
    headers: {},
    rawBody: toBytes(input.rawBody).toString('base64'),
    receivedAt: input.receivedAt.toISOString(),
    verifiedAt: input.verifiedAt.toISOString(),
    issues: [...input.issues],
    reference: { ...input.reference },
    deliveryId: input.deliveryId,
  };
}

/**
 * Returns the object key of a parked delivery: connection, day and a digest of the bytes. A platform that delivers the
 * same bytes again on the same day overwrites the same object. For a fetched order it is a digest of its reference: many
 * orders may get the same answer, and a replay must not remove the order that it parked again itself.
 */
export function parkedKey(parked: ParkedDelivery): string {
  const { reference, deliveryId, rawBody } = parked;
  const identity = reference === undefined ? rawBody : JSON.stringify([reference, deliveryId]);
  const digest = createHash('sha256').update(identity).digest('hex').slice(0, 32);
  return `${parked.connection}/${parked.receivedAt.slice(0, 10)}/${digest}.json`;
}
