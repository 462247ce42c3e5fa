import { isUnread } from '../../dfinery/email-address.ts';

/** A person, as the platform knows them. */
export interface Person {
  readonly customerIds: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly orderIds: readonly string[];
}

/** A number with fewer digits may be anything. */
const MIN_PHONE_DIGITS = 7;
/** The last digits of a phone number are the same with and without the country code. */
const COMPARED_PHONE_DIGITS = 8;
/** What many type for want of a number: one digit only, or the digits in their order. */
const PLACEHOLDER = /^(?:(\d)\1*|12345678?)$/;
/** The shortest text that can name a person: `a@b.c`. */
const MIN_TEXT = 5;
/** JSON in the query of an address in the query of another one. */
const MAX_DECODINGS = 3;

/** What makes an e-mail address part of a longer one. Other letters do not: in Korean, words follow without a space. */
const ADDRESS_GOES_ON_BEFORE = /[a-z0-9._+-]$/;
const ADDRESS_GOES_ON_AFTER = /^(?:[a-z0-9_]|[.-][a-z0-9])/;

/** Ids as addresses and texts give them: `…/Customer/12`, `member_id=12`, `"customer_id": 12`. Bounded, as all patterns here. */
const GIVEN = String.raw`["']{0,2}\s{0,3}[:=]\s{0,3}["']{0,2}`;
const CUSTOMER_IN_TEXT = new RegExp(
  String.raw`(?<![\w-])(?:customers?\/|(?:customer|member|user|buyer)[_ ]?id${GIVEN})([\w-]{1,64})`,
  'gi',
);
const ORDER_IN_TEXT = new RegExp(
  String.raw`(?<![\w-])(?:orders?\/|order[_ ]?(?:id|no)${GIVEN})([\w-]{1,64})`,
  'gi',
);

/**
 * Returns a test of texts: does one name the person, by e-mail address, phone number, or id of the customer or an order
 * after a word that says so? Percent-encoding, JSON escapes and full-width letters are read. A phone number counts if its
 * last eight digits are equal, whatever is before them.
 *
 * No pattern may repeat a group without bound: over some MiB that overflows the stack.
 */
export function textSearch(person: Person): (text: string) => boolean {
  const emails = person.emails.map(normalise).filter((email) => /.@./.test(email) && !isUnread(email));
  const phones = person.phones.map(lastDigits).filter(isTelling).map(phonePattern);
  const [customerIds, orderIds] = [new Set(person.customerIds), new Set(person.orderIds)];

  function names(form: string): boolean {
    const lower = form.toLowerCase();
    return (
      (lower.includes('@') && emails.some((email) => includesAddress(lower, email))) ||
      phones.some((phone) => phone.test(form)) ||
      ((lower.includes('customer') || lower.includes('id')) && gives(form, CUSTOMER_IN_TEXT, customerIds)) ||
      (lower.includes('order') && gives(form, ORDER_IN_TEXT, orderIds))
    );
  }

  return (text) => {
    if (text.length < MIN_TEXT) return false;
    let form = text.normalize('NFKC');
    for (let round = 0; round <= MAX_DECODINGS; round += 1) {
      if (names(form)) return true;
      const decoded = unescapeJson(decodePercent(form));
      if (decoded === form) return false;
      form = decoded;
    }
    return false;
  };
}

/** Tells whether a text has a word, not as part of a longer word or number. */
export function includesWord(text: string, word: string): boolean {
  return includesAlone(text, word, { before: /[\w-]$/, after: /^[\w-]/ });
}

function includesAddress(text: string, email: string): boolean {
  return includesAlone(text, email, { before: ADDRESS_GOES_ON_BEFORE, after: ADDRESS_GOES_ON_AFTER });
}

/** Tells whether a text has a part, with nothing next to it that makes it another one. */
function includesAlone(
  text: string,
  part: string,
  { before, after }: { readonly before: RegExp; readonly after: RegExp },
): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const end = at + part.length;
    if (!before.test(text.slice(Math.max(0, at - 1), at)) && !after.test(text.slice(end, end + 2)))
      return true;
  }
  return false;
}

function gives(text: string, pattern: RegExp, ids: ReadonlySet<string>): boolean {
  if (ids.size === 0) return false;
  for (const [, id = ''] of text.matchAll(pattern)) if (ids.has(id)) return true;
  return false;
}

/** Matches the digits with up to three signs between two of them, if they end a number of at most 15 digits (E.164). */
function phonePattern(digits: string): RegExp {
  const spaced = Array.from(digits).join(String.raw`[\s().+/\u2010-\u2015-]{0,3}`);
  return new RegExp(String.raw`(?<!\d{8})${spaced}(?!\d)`);
}

/** Returns the digits of a phone number to compare: up to the first word behind them, such as an extension. */
function lastDigits(phone: string): string {
  const [number = ''] = phone.normalize('NFKC').split(/\p{L}/u, 1);
  return number.replace(/\D/g, '').slice(-COMPARED_PHONE_DIGITS);
}

/** Strangers share a placeholder, and a short number may be anything. */
function isTelling(digits: string): boolean {
  return digits.length >= MIN_PHONE_DIGITS && !PLACEHOLDER.test(digits);
}

function normalise(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase();
}

/** Decodes what may matter here, letters and signs of ASCII, so half a character breaks nothing. */
function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Reads the escapes of JSON. A line break or tab becomes a space. */
function unescapeJson(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, hex: string | undefined, sign = '') => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return /[bfnrt]/.test(sign as string) ? ' ' : (sign as string);
  });
}
