import type { Profile } from '../model/customer.ts';

/** Hangul, Han and kana. */
const EAST_ASIAN = /^[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\s]+$/u;

/**
 * Returns a name in the order of its script: family name first and without a space if both names are East Asian
 * (홍길동), otherwise given name first. Returns `undefined` if there is no name. Webhooks do not say the shop's
 * language, and one shop has customers of many, so the script decides.
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
