import { ConfigError, UnavailableError } from '../model/errors.ts';
import type { ErasureMessage } from '../queue/erasure-message.ts';
import { mentions } from '../stores/parked/mentions.ts';
import type { ParkedDelivery } from '../stores/parked/parked-delivery.ts';
import type { ErasePorts } from './erase-ports.ts';

/** Deliveries searched between two notes of the last key. */
const NOTE_EVERY = 200;
/** Deliveries read in parallel. */
const PARALLEL = 20;

interface Search {
  readonly message: ErasureMessage;
  /** The last key of an earlier invocation. */
  readonly after: string | undefined;
  readonly hasTime: () => boolean;
}

/**
 * Deletes the parked deliveries of a connection that mention the person, or all of them for a whole shop. Those received
 * after the request stay: they belong to a new relationship. Returns false if time ran out; the next call goes on.
 * @throws {UnavailableError} S3 or the table is unavailable.
 */
export async function eraseParked(ports: ErasePorts, search: Search): Promise<boolean> {
  try {
    return await lookThrough(ports, search);
  } catch (cause) {
    if (cause instanceof UnavailableError) throw cause;
    throw new UnavailableError('S3 did not delete parked deliveries', { code: 'parking-unavailable', cause });
  }
}

async function lookThrough(ports: ErasePorts, { message, after, hasTime }: Search): Promise<boolean> {
  let keys: string[] = [];
  let deleted = 0;
  let unnoted = 0;

  async function flush(): Promise<void> {
    const last = keys.at(-1);
    if (last === undefined) return;
    deleted += (await Promise.all(keys.map((key) => eraseIfMeant(ports, key, message)))).filter(
      Boolean,
    ).length;
    unnoted += keys.length;
    keys = [];
    if (unnoted >= NOTE_EVERY || !hasTime()) await note(last);
  }
  async function note(last: string): Promise<void> {
    await ports.records.noteParked(message.id, last, deleted);
    deleted = 0;
    unnoted = 0;
  }

  let last = after;
  for await (const key of ports.parked.keys(message.connection, after)) {
    keys.push(key);
    last = key;
    if (keys.length < PARALLEL) continue;
    await flush();
    if (!hasTime()) return false;
  }
  await flush();
  if (last !== undefined && deleted > 0) await note(last);
  return true;
}

async function eraseIfMeant(
  { parked, telemetry }: ErasePorts,
  key: string,
  message: ErasureMessage,
): Promise<boolean> {
  const delivery = await readParked(parked, key);
  if (delivery === undefined || !isMeant(delivery, message)) return false;
  await parked.remove(key);
  telemetry.count('ParkedErased');
  return true;
}

/** Returns `undefined` for an object that is not a parked delivery: it is not ours to delete. */
async function readParked(parked: ErasePorts['parked'], key: string): Promise<ParkedDelivery | undefined> {
  try {
    return await parked.get(key);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

function isMeant(delivery: ParkedDelivery, message: ErasureMessage): boolean {
  if (Date.parse(delivery.receivedAt) > Date.parse(message.receivedAt)) return false;
  return message.kind === 'erase-shop' || mentions(delivery, message);
}
