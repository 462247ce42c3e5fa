import { createHash } from 'node:crypto';
import { type AcceptedEvent, acceptedEvents, type DoubleState } from './double-state.ts';
import type { ExportSettings } from './export-settings.ts';

/** Returns the accepted events of a service that are still there: neither lost in silence nor of a deleted customer. */
export function keptEvents(state: DoubleState, serviceId: string): AcceptedEvent[] {
  const first = [...state.exporting.losesFirst];
  const isFirst = (id: string): boolean => {
    const index = first.indexOf(id);
    if (index !== -1) first.splice(index, 1);
    return index !== -1;
  };
  return acceptedEvents(state).filter(
    (accepted) =>
      accepted.serviceId === serviceId &&
      !isFirst(accepted.event.event_log_id) &&
      !isLost(accepted, state.exporting) &&
      !isDeleted(accepted, state),
  );
}

function isLost(
  { event }: AcceptedEvent,
  { eventsOff, unregistered, linked, loses }: ExportSettings,
): boolean {
  const own = Object.keys(event.event_properties ?? {});
  const ofItems = (event.event_items ?? []).flatMap((item) => Object.keys(item));
  const names = new Set([...own, ...ofItems]);
  if (eventsOff.includes(event.event_name)) return true;
  if (unregistered.some((name) => names.has(name))) return true;
  if (event.event_name === 'df_purchase' && linked.some((name) => !names.has(name))) return true;
  return loses !== undefined && fractionOf(loses.seed + event.event_log_id) < loses.share;
}

/** Returns a number from 0 to 1 that is always the same for a text. */
function fractionOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}

function isDeleted(
  { identity, serviceId, receivedAt }: AcceptedEvent,
  { customerRequests }: DoubleState,
): boolean {
  return customerRequests.some(
    (request) =>
      request.call === 'identities/delete' &&
      request.serviceId === serviceId &&
      request.receivedAt >= receivedAt &&
      Object.entries(request.identity).some(
        ([type, value]) => identity[type as keyof typeof identity] === value,
      ),
  );
}
