import type { DrainPorts } from './drain-ports.ts';
import { type EventFate, type Fates, LEDGER_UNAVAILABLE, ORDER_UNSETTLED } from './event-fate.ts';
import type { ToldChange } from './follow-answer.ts';

/**
 * Adds further purchases that were accepted to the accounts of their orders, and returns the fates of those whose account
 * could not be written. They stay queued and do it once more: until then no refund of their order is sent.
 */
export async function confirmRises(
  { ledger, telemetry }: DrainPorts,
  told: readonly ToldChange[],
  fates: Fates,
): Promise<Fates> {
  const held = await Promise.all(
    told.map(async ({ message, rise }): Promise<(readonly [typeof message, EventFate])[]> => {
      const kind = fates.get(message)?.kind;
      if (rise === undefined || (kind !== 'sent' && kind !== 'duplicate')) return [];
      try {
        const { kind: answer } = await ledger.tell(rise.order, { kind: 'risen', due: rise.due });
        // Others changed the account at the same time, so it is not added yet.
        return answer === 'unsettled' ? [[message, ORDER_UNSETTLED]] : [];
      } catch (cause) {
        const orderId = rise.order.subjectKey;
        telemetry.error('A further purchase could not be added to its order', { orderId }, cause);
        return [[message, LEDGER_UNAVAILABLE]];
      }
    }),
  );
  return new Map(held.flat());
}
