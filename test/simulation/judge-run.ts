import { accountsOf } from './accounts.ts';
import type { StoredEvent } from './dfinery-model.ts';
import type { PlacedOrder } from './edited-orders.ts';
import type { Simulation } from './simulation.ts';

/** Returns what must not be after a run in which all faults are over. Empty where all is well. */
export function judgeRun(simulation: Simulation, orders: readonly PlacedOrder[]): string[] {
  const { dfinery, queue, deadLetters, unmarked } = simulation;
  const { deliveries, events } = accountsOf(simulation);
  const byOrder = Map.groupBy(dfinery.stored.values(), ({ orderId }) => orderId);
  const known = new Set(orders.map(({ id }) => id));
  const unexcused = [...dfinery.stored].filter(([id, { times }]) => times > 1 && !unmarked.has(id));
  const lost = [...queue.messages.values()].filter(({ state }) => state === 'expired' || state === 'moved');
  return [
    ...orders.flatMap((order) => wrongWith(order, byOrder.get(order.id) ?? [])),
    ...[...byOrder.keys()].filter((id) => !known.has(id)).map((id) => `nobody placed order ${id}`),
    ...unexcused.map(([, { orderId, times }]) => `order ${orderId} was sent ${times} times without need`),
    ...lost.map(({ messageId, state }) => `message ${messageId} ${state}`),
    ...queue.waiting().map(({ messageId }) => `message ${messageId} still waits`),
    ...deadLetters.waiting().map(({ messageId, cause }) => `letter ${messageId} is dead: ${String(cause)}`),
    ...(deliveries.have === deliveries.should ? [] : [`deliveries: ${JSON.stringify(deliveries)}`]),
    ...(events.have === events.should ? [] : [`events: ${JSON.stringify(events)}`]),
  ];
}

/** An order has to be there as one of its versions, whole, and never as another. */
function wrongWith({ id, identity, versions }: PlacedOrder, stored: readonly StoredEvent[]): string[] {
  if (stored.length === 0) return [`order ${id} is lost`];
  const total = stored.reduce(
    (sum, event) => sum + Number(event.properties?.['df_total_purchase_amount']),
    0,
  );
  const isOne = versions.some((version) => version.total === total && version.parts === stored.length);
  return [
    ...(stored.every((event) => event.identity === identity) ? [] : [`order ${id} is on another profile`]),
    ...(isOne ? [] : [`order ${id} is none of its versions: ${total} in ${stored.length} parts`]),
    ...(stored.some((event) => event.versions.length > 1) ? [`two versions of order ${id} were sent`] : []),
  ];
}
