import { randomUUID } from 'node:crypto';
import { toErasureMessages } from '../../translate/to-erasure-messages.ts';
import type { Terminal } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findShopConnection } from '../find-shop-connection.ts';
import { noteChange } from '../note-change.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { readPerson } from './read-person.ts';

/** Queues a request to erase a customer as if the shop had sent it. Without `yes` only says what it would do. */
export async function eraseByHand(
  {
    file,
    connection: id,
    yes,
  }: { readonly file: string; readonly connection: string; readonly yes: boolean },
  terminal: Terminal,
  access: OperatorAccess,
): Promise<ExitCode> {
  const person = await readPerson(terminal, file);
  const connection = await findShopConnection(access, { id });
  const requestId = `by-hand-${randomUUID()}`;
  const bodies = toErasureMessages([{ kind: 'erase-customer', ...person }], {
    connection,
    deliveryId: requestId,
    receivedAt: new Date(),
    traceId: requestId,
    requestId,
    // Each call is a request of its own.
    rawBody: requestId,
  });
  if (!yes) {
    terminal.print(JSON.stringify({ dryRun: true, requests: bodies.length }));
    terminal.complain('Nothing was requested. It cannot be undone: add --yes to do it.');
    return exitCodes.done;
  }
  await access.queue('erasures').sendAll(bodies, connection.id);
  terminal.print(JSON.stringify({ queued: bodies.length, id: `${requestId}-1` }));
  await noteChange(access, terminal, { what: 'erasures request', connection: id, count: bodies.length });
  return exitCodes.done;
}
