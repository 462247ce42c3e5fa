import { randomUUID } from 'node:crypto';
import { UnavailableError } from '../model/errors.ts';
import { type ErasureMessage, fieldsOfErasure } from '../queue/erasure-message.ts';
import { claimFor } from '../stores/ledger/claim-for.ts';
import type { ErasureRecord } from '../stores/tombstones/erasure-record.ts';
import { deleteAtDfinery } from './delete-at-dfinery.ts';
import { eraseParked } from './erase-parked.ts';
import type { ErasePorts } from './erase-ports.ts';
import type { ErasureFate, ErasureWaits } from './erasure-fate.ts';
import { forgetCustomers, holdCustomers } from './known-customers.ts';

/** Dfinery's slowest answer takes 10 s, settling 5 s, and each of three calls to AWS 2.5 s. */
const MIN_REMAINING_MS = 25_000;

const OUT_OF_TIME: ErasureWaits = { kind: 'waits', because: 'out-of-time', code: 'deadline' };
const CLAIMED_ELSEWHERE: ErasureWaits = { kind: 'waits', because: 'claimed-elsewhere', code: 'claimed' };

interface Request {
  readonly message: ErasureMessage;
  readonly remainingMs: () => number;
}

/**
 * Carries out one privacy request as far as it gets: writes the tombstones, waits for invocations that read them
 * before, deletes parked deliveries, then deletes at Dfinery and in the ledger while no
 * drain can send the customer. Every step may be repeated. Throws only if we have a bug.
 */
export async function eraseRequest(ports: ErasePorts, request: Request): Promise<ErasureFate> {
  const { message, remainingMs } = request;
  if (remainingMs() < MIN_REMAINING_MS) return OUT_OF_TIME;
  try {
    const record = await ports.records.begin(message);
    // A finished request that is received again must not delete a customer who has come back since.
    if (record === undefined || record.doneAt !== undefined) return { kind: 'duplicate' };
    return await carryOut(ports, request, record);
  } catch (cause) {
    if (!(cause instanceof UnavailableError)) throw cause;
    ports.telemetry.error('A privacy request waits', fieldsOfErasure(message), cause);
    return { kind: 'waits', because: 'aws-unavailable', code: cause.code };
  }
}

async function carryOut(ports: ErasePorts, request: Request, record: ErasureRecord): Promise<ErasureFate> {
  const { message, remainingMs } = request;
  const { telemetry, records } = ports;
  if (message.kind === 'data-request') {
    await records.finish(message.id, 'not-asked');
    telemetry.warn('A customer wants to know what is held', fieldsOfErasure(message));
    return { kind: 'recorded' };
  }

  const safeAt = record.tombstonesAt + ports.standDownMs;
  if (ports.now() < safeAt)
    return { kind: 'waits', because: 'stand-down', code: 'stand-down', retryAt: safeAt };
  const parked = await eraseParked(ports, {
    message,
    after: record.parkedAfter,
    hasTime: () => remainingMs() >= MIN_REMAINING_MS,
  });
  if (parked.kind === 'out-of-time') return OUT_OF_TIME;

  const unread = record.parkedUnread + parked.unread;
  if (message.kind === 'erase-shop') return finish(ports, message, { part: 'whole-shop', unread });
  const claim = claimFor(randomUUID(), ports.now(), remainingMs());
  if (!(await holdCustomers(ports, message, claim))) return CLAIMED_ELSEWHERE;
  const deletion = await deleteAtDfinery(ports, message);
  // Whatever the outcome, what the ledger says about Dfinery is no longer true.
  await forgetCustomers(ports, message, claim);
  return deletion.kind === 'waits' ? deletion : finish(ports, message, { part: deletion.kind, unread });
}

async function finish(
  { records, telemetry }: ErasePorts,
  message: ErasureMessage,
  { part, unread }: { readonly part: 'deleted' | 'no-external-id' | 'whole-shop'; readonly unread: number },
): Promise<ErasureFate> {
  await records.finish(message.id, part);
  if (part === 'deleted' && unread === 0) {
    telemetry.info('Erased', fieldsOfErasure(message));
    return { kind: 'erased' };
  }
  const because = part === 'deleted' ? 'parked-unread' : part;
  telemetry.warn('Erased in part', { ...fieldsOfErasure(message), because, parkedUnread: unread });
  return { kind: 'incomplete', because };
}
