import type { MappingSettings } from '../../model/connection.ts';
import type { Issue } from '../../model/errors.ts';
import { findSource } from '../../sources/all-sources.ts';
import type { Source } from '../../sources/source.ts';

/** The fields of a connection that decide who its customers are at Dfinery. */
export interface Mixable {
  readonly source: string;
  readonly shop?: string | undefined;
  readonly dfinery: { readonly serviceId: string };
  readonly externalId: MappingSettings['externalId'];
  readonly externalIdPrefix: string;
}

/** What an `external_id` is after its prefix. */
type IdForm = Source['customerIds'] | 'email';

/**
 * Returns a fault for each of two connections that send to one Dfinery service and could give two customers one
 * `external_id`, or two orders one event id. Pairs are named from both sides, whichever of the two is being written.
 */
export function mixedCustomers(connections: Readonly<Record<string, Mixable>>): Issue[] {
  const all = Object.entries(connections);
  return all.flatMap(([id, one]) =>
    all
      .filter(([otherId, { dfinery }]) => otherId !== id && dfinery.serviceId === one.dfinery.serviceId)
      .flatMap(([otherId, other]) => [
        ...(canMeet(one, other) ? [samePrefix(id, { one, other, otherId })] : []),
        ...(one.source === other.source && (one.shop ?? id) === (other.shop ?? otherId)
          ? [
              {
                path: `${id}.shop`,
                message: `is that of ${otherId} too, so their orders have the same event ids`,
              },
            ]
          : []),
      ]),
  );
}

function samePrefix(
  id: string,
  { one, other, otherId }: { readonly one: Mixable; readonly other: Mixable; readonly otherId: string },
): Issue {
  const prefixes = [one, other].map(({ externalIdPrefix }) => JSON.stringify(externalIdPrefix)).join(' and ');
  const message = `customers could have the same external_id as those of ${otherId}, which sends to the same Dfinery service (prefixes ${prefixes}): neither prefix may begin with the other`;
  return { path: `${id}.externalIdPrefix`, message };
}

/** True if an id after the one prefix can be the same text as an id after the other. */
function canMeet(one: Mixable, other: Mixable): boolean {
  const [short, long] =
    one.externalIdPrefix.length <= other.externalIdPrefix.length ? [one, other] : [other, one];
  if (!long.externalIdPrefix.startsWith(short.externalIdPrefix)) return false;
  const rest = long.externalIdPrefix.slice(short.externalIdPrefix.length);
  const [whole, end] = [formOf(short), formOf(long)];
  return whole !== undefined && end !== undefined && mayBegin[whole](rest, end);
}

/** An unknown source may have any ids. Without an `external_id` nothing can meet. */
function formOf({ source, externalId }: Mixable): IdForm | undefined {
  if (externalId !== 'customer-id') return externalId === 'email' ? 'email' : undefined;
  return findSource(source)?.customerIds ?? 'text';
}

/** Whether an id of this form can be the rest of a prefix, followed by an id of the form `end`. When in doubt, true. */
const mayBegin: Readonly<Record<IdForm, (rest: string, end: IdForm) => boolean>> = {
  text: () => true,
  number: (rest, end) => end !== 'email' && /^(?:[1-9]\d*)?$/.test(rest),
  // An address has one at sign: in the rest, or in the id after it.
  email: (rest, end) => end === 'text' || rest.includes('@') === (end === 'number'),
};
