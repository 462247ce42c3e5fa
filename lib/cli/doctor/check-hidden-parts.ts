import type { HiddenPart } from '../../sources/listing.ts';
import type { Source } from '../../sources/source.ts';
import { type AskApi, toFailure } from './ask-api.ts';
import type { CheckResult, ConnectionUnderCheck } from './check-result.ts';

/** Checks what a shop's API hides from a connection that asks for what changed, so that it never counts as "no orders". */
export async function checkHiddenParts(
  { id, shop }: ConnectionUnderCheck,
  { listing }: Pick<Source, 'listing'>,
  ask: AskApi,
): Promise<CheckResult> {
  if (listing === undefined) return { state: 'fail', found: `${shop.source} has no list to ask for` };
  const settings = { ...shop, shop: shop.shop ?? id };
  const hidden: HiddenPart[] = [];
  const wanted = (listing.accessChecks ?? []).filter(({ isWanted }) => isWanted?.(settings) ?? true);
  for (const check of wanted) {
    const result = await ask({ request: check.request, read: (body) => check.read(body, settings) });
    if (result.kind === 'waits') return toFailure(result);
    if (result.kind === 'unreadable') return { state: 'fail', found: 'an answer that cannot be read' };
    hidden.push(...result.found);
  }
  if (hidden.length === 0) return { state: 'ok', found: 'takes the key, and hides nothing that is known' };
  return {
    state: 'warn',
    found: `hides ${hidden.map(({ what }) => what).join('; ')}`,
    advice: hidden.map(({ advice }) => advice).join(' '),
  };
}
