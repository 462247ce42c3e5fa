import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Korea's 050x numbers are temporary relays that marketplaces give out instead of a customer's own number. */
const KOREAN_SAFE_NUMBER = /^8250/;

/**
 * Returns a phone number in Dfinery's form, E.164 without the plus (`821012345678`). Returns `undefined` if it is not
 * valid, is written nationally without a known country, or is a Korean safe number.
 * @see https://docs.dfinery.ai/api-guide/en/api/import-api/identity-api/post (read 2026-11-23)
 */
export function toPhoneNumber(text: string, country: string | undefined): string | undefined {
  const home: CountryCode | undefined =
    country !== undefined && isSupportedCountry(country) ? country : undefined;
  const parsed = parsePhoneNumberFromString(text, { ...(home && { defaultCountry: home }), extract: false });
  if (parsed?.isValid() !== true) return undefined;
  const digits = parsed.number.slice(1);
  return KOREAN_SAFE_NUMBER.test(digits) ? undefined : digits;
}
