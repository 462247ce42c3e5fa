import { UnavailableError } from '../model/errors.ts';
import { type ErasureMessage, fieldsOfErasure } from '../queue/erasure-message.ts';
import { mentions } from '../stores/parked/mentions.ts';
import type { ParkedObject } from '../stores/parked/parked-deliveries.ts';
import type { ParkedDelivery } from '../stores/parked/parked-delivery.ts';
import type { ParkedCounts } from '../stores/tombstones/erasure-record.ts';
import type { ErasePorts } from './erase-ports.ts';

/** Deliveries searched between two notes of the last key. */
const NOTE_EVERY = 200;
/** Deliveries read in parallel. */
const MAX_AT_ONCE = 20;
/**
 * Bytes held at once, unless one delivery alone has more; the largest have 5.6 MiB. Searching takes up to ten times as
 * much memory, and the function has 512 MB.
 */
export const MAX_BYTES_AT_ONCE = 8 * 1024 * 1024;

interface Search {
  readonly message: ErasureMessage;
  /** The last key of an earlier invocation. */
  readonly after: string | undefined;
  readonly hasTime: () => boolean;
}

export type ParkedErasure =
  /** Every delivery was searched. `unread` of them could not be read; they stay. */
  | { readonly kind: 'searched'; readonly unread: number }
  /** Time ran out. The next call goes on. */
  | { readonly kind: 'out-of-time' };

type Outcome = 'deleted' | 'kept' | 'unread';

type Ports = Pick<ErasePorts, 'parked' | 'records' | 'telemetry'>;

/**
 * Deletes the parked deliveries of a connection that mention the person, or all of them for a whole shop. Those received
 * after the request stay: they belong to a new relationship. One that cannot be read stays too, because it may be of
 * somebody else and be readable later; it is logged and counted, so that a person looks at it.
 * @throws {UnavailableError} S3 or the table is unavailable.
 */
export async function eraseParked(ports: Ports, search: Search): Promise<ParkedErasure> {
  try {
    return await lookThrough(ports, search);
  } catch (cause) {
    if (cause instanceof UnavailableError) throw cause;
    throw new UnavailableError('S3 did not delete parked deliveries', { code: 'parking-unavailable', cause });
  }
}

async function lookThrough(ports: Ports, { message, after, hasTime }: Search): Promise<ParkedErasure> {
  let unread = 0;
  let unnoted: Outcome[] = [];
  let last = after;

  async function note(): Promise<void> {
    if (last === undefined) return;
    await ports.records.noteParked(message.id, last, countsOf(unnoted));
    unnoted = [];
  }

  for await (const portion of inPortions(ports.parked.list(message.connection, after))) {
    const outcomes = await Promise.all(portion.map(({ key }) => eraseIfMeant(ports, key, message)));
    unnoted.push(...outcomes);
    unread += countsOf(outcomes).unread;
    last = portion.at(-1)?.key;
    const isOver = !hasTime();
    if (isOver || unnoted.length >= NOTE_EVERY) await note();
    if (isOver) return { kind: 'out-of-time' };
  }
  if (unnoted.some((outcome) => outcome !== 'kept')) await note();
  return { kind: 'searched', unread };
}

/** Yields the objects in order, as many at once as may be held at once. */
async function* inPortions(objects: AsyncIterable<ParkedObject>): AsyncGenerator<readonly ParkedObject[]> {
  let portion: ParkedObject[] = [];
  let bytes = 0;
  for await (const object of objects) {
    const isFull = portion.length === MAX_AT_ONCE || bytes + object.bytes > MAX_BYTES_AT_ONCE;
    if (isFull && portion.length > 0) {
      yield portion;
      portion = [];
      bytes = 0;
    }
    portion.push(object);
    bytes += object.bytes;
  }
  if (portion.length > 0) yield portion;
}

function countsOf(outcomes: readonly Outcome[]): ParkedCounts {
  const count = (wanted: Outcome) => outcomes.filter((outcome) => outcome === wanted).length;
  return { deleted: count('deleted'), unread: count('unread') };
}

async function eraseIfMeant(
  { parked, telemetry }: Ports,
  key: string,
  message: ErasureMessage,
): Promise<Outcome> {
  const found = await parked.get(key);
  if (found.kind === 'unreadable') {
    const fields = { ...fieldsOfErasure(message), key, problem: found.problem };
    telemetry.warn('A parked delivery could not be searched', fields);
    return 'unread';
  }
  if (found.kind === 'gone' || !isMeant(found.delivery, message)) return 'kept';
  await parked.remove(key);
  return 'deleted';
}

function isMeant(delivery: ParkedDelivery, message: ErasureMessage): boolean {
  if (Date.parse(delivery.receivedAt) > Date.parse(message.receivedAt)) return false;
  return message.kind === 'erase-shop' || mentions(delivery, message);
}
