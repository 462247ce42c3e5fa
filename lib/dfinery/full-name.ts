import type { Profile } from '../model/customer.ts';

/** Hangul, Han and kana. */
const EAST_ASIAN = /^[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\s]+$/u;

/**
 * Returns a name as its script writes it: the family name first and without a space where both are East Asian (홍길동),
 * else the given name first. `undefined` where there is none. Webhooks do not say the language of a shop, and a shop has
 * customers of many, so the script decides.
 */
export function fullName({ firstName, lastName, fullName: whole }: Profile): string | undefined {
  if (whole !== undefined) return nonEmpty(whole);
  const [first, last] = [nonEmpty(firstName ?? ''), nonEmpty(lastName ?? '')];
  if (first === undefined || last === undefined) return first ?? last;
  return EAST_ASIAN.test(first + last) ? last + first : `${first} ${last}`;
}

function nonEmpty(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === '' ? undefined : trimmed;
}
