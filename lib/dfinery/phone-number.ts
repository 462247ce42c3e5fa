import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * The numbers of one line, by calling code, and in them the digits of the line alone, without those of its place or
 * network. Korea's are of a place, a mobile network or the Internet (070). Not among them are those of shops and services
 * (15xx, 16xx and 18xx, also after an area code, 080, 060), and the relays 050 and 030 that marketplaces give out instead
 * of a customer's own number, and the blocks of mobile networks that nobody has (010-597x to 599x, most of 0122). Within a
 * place no line begins with 0 or 1. The small metadata do not tell Korea's apart.
 * @see https://pub.dev/documentation/dlibphonenumber/latest/generated_metadata_phone_number_KR/getKR.html (read 2026-11-28)
 * @see http://koma1520.com/wenhua/hgyx/67056.html (the forms of Korea's numbers, read 2026-11-28)
 */
const LINES: Readonly<Record<string, RegExp>> = {
  '82': /^(?:(?:2|3[1-3]|[46][1-4]|5[1-5])(?=[2-9])|1(?!059[7-9]|22[^13])[0-26-9]|70)(\d{7,8})$/,
  '1': /(\d{7})$/,
};

/**
 * A Korean mobile number as shops write it, abroad or at home. libphonenumber's small metadata have every number of ten
 * digits that begins with 1 for valid in Korea (`[13-6]\d{9}`), so nothing more is asked of it.
 */
const KOREAN_MOBILE = /^(?:\+82[ -]?|(0))(10)[ -]?(\d{4})[ -]?(\d{4})$/;

/** How many digits are a line's own differs within most countries. */
const ANY_LINE = /(\d{1,8})$/;

/** What people type if they do not want to give a number. */
const PLACEHOLDER = /^(?:(\d)\1+|12345678?)$/;
const WHOLE_PLACEHOLDER = /^1234567890?$/;

/** Known in the countries that share a calling code; the small metadata have no types of others. */
const SERVICES = new Set(['TOLL_FREE', 'PREMIUM_RATE', 'SHARED_COST', 'UAN']);

/**
 * Returns a phone number in Dfinery's form, E.164 without the plus (`821023456789`). Returns `undefined` if it is not
 * valid, is written nationally without a known country, or may be that of several people: it has an extension, which
 * E.164 drops, it is a placeholder such as `010-0000-0000`, or it belongs to a service.
 * @see https://docs.dfinery.ai/api-guide/en/api/import-api/identity-api/post (read 2026-11-23)
 */
export function toPhoneNumber(text: string, country: string | undefined): string | undefined {
  const mobile = toKoreanMobile(text, country);
  if (mobile !== undefined) return isOfOnePerson('82', mobile) ? `82${mobile}` : undefined;
  const home: CountryCode | undefined =
    country !== undefined && isSupportedCountry(country) ? country : undefined;
  const parsed = parsePhoneNumberFromString(text, { ...(home && { defaultCountry: home }), extract: false });
  if (parsed?.isValid() !== true || parsed.ext !== undefined) return undefined;
  if (SERVICES.has(parsed.getType() ?? '')) return undefined;
  const { countryCallingCode, nationalNumber } = parsed;
  return isOfOnePerson(countryCallingCode, nationalNumber) ? parsed.number.slice(1) : undefined;
}

/** Returns the ten digits of a Korean mobile number in a usual form; `undefined` if the library has to look at it. */
function toKoreanMobile(text: string, country: string | undefined): string | undefined {
  const [found, trunk, ...parts] = KOREAN_MOBILE.exec(text) ?? [];
  const isRead = found !== undefined && (trunk === undefined || country === 'KR');
  return isRead ? parts.join('') : undefined;
}

function isOfOnePerson(callingCode: string, nationalNumber: string): boolean {
  const line = (LINES[callingCode] ?? ANY_LINE).exec(nationalNumber)?.[1];
  return line !== undefined && !PLACEHOLDER.test(line) && !WHOLE_PLACEHOLDER.test(nationalNumber);
}
