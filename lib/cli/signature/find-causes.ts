import { sources } from '../../sources/all-sources.ts';
import type { Source } from '../../sources/source.ts';
import { bodyVariants } from './body-variants.ts';
import { type Attempt, fitDelivery, type Standard } from './fit-delivery.ts';
import { headerVariants } from './header-variants.ts';
import { schemeOf } from './scheme.ts';
import { secretVariants } from './secret-variants.ts';
import type { Cause, Variant } from './variant.ts';

/** Each is a pass over the body. */
const MOST_CHANGES = 2;

/**
 * Returns why a signature does not fit: the smallest change of body, secret and header, of two at most, with which it
 * does, besides what is wrong with time and shop. The empty list if none does. Nothing is claimed that was not tried. Pure.
 */
export function findCauses(attempt: Attempt, standard: Standard): readonly Cause[] {
  const { scheme, header } = standard;
  const bodies = changesOf(attempt.rawBody, bodyVariants);
  const keys = changesOf(attempt.key, secretVariants);
  const headers = changesOf(attempt.headers, headerVariants(header, scheme.required));
  for (let count = 1; count <= MOST_CHANGES; count += 1) {
    for (const body of bodies) {
      for (const key of keys) {
        for (const named of headers) {
          const causes = [body, key, named].flatMap(({ cause }) => cause ?? []);
          if (causes.length !== count) continue;
          const tried = { rawBody: body.value, key: key.value, headers: named.value };
          const fit = fitDelivery(tried, standard);
          if (fit !== undefined) return [...causes, ...fit.causes];
        }
      }
    }
  }
  return asOtherPlatform(attempt, standard);
}

interface Change<Value> {
  readonly value: Value;
  /** None if nothing was changed. */
  readonly cause?: Cause;
}

function changesOf<Value>(value: Value, variants: readonly Variant<Value>[]): readonly Change<Value>[] {
  const changed = variants.flatMap(({ name, says, tries }) =>
    tries(value).map((tried) => ({ value: tried.value, cause: { name, says: says(tried.detail ?? '') } })),
  );
  return [{ value }, ...changed];
}

/** A secret, or the way to sign, may be meant for another platform. */
function asOtherPlatform(attempt: Attempt, { source, header, now }: Standard): readonly Cause[] {
  const given = attempt.headers[header] ?? '';
  const found = Object.values<Source>(sources).find((other) => {
    if (given === '' || other.id === source.id || other.sendsWebhooks === false) return false;
    const scheme = schemeOf(other);
    const headers = { ...attempt.headers, [scheme.header]: given };
    const standard = { source: other, scheme, header: scheme.header, shop: undefined, now };
    return fitDelivery({ ...attempt, headers }, standard) !== undefined;
  });
  if (found === undefined) return [];
  return found.authenticates === 'sender'
    ? [{ name: 'secret-sent', says: 'The header holds the secret itself: a signature was expected.' }]
    : [{ name: 'other-platform', says: `It is signed with this secret as ${found.name} signs.` }];
}
