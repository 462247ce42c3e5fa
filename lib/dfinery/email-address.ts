/** RFC 5321, 4.5.3.1.3: a path has 256 octets, two of them its angle brackets. */
const MAX_LENGTH = 254;

/** Control, format and half characters, spaces, and what separates or wraps addresses in a list. */
const FOREIGN = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}<>,;"()]/u;

const LABEL = /^(?!-)[-\p{L}\p{M}\p{N}]{1,63}(?<!-)$/u;

/** RFC 6761: domains that never have a mailbox. Plug-ins give them to buyers without an address. */
const NOBODYS = new Set(['invalid', 'localhost']);

/**
 * A mailbox that nobody reads, so it is no buyer's. Amazon gives all business buyers of the EU one of them, and every
 * other buyer an address that is the same only for the same buyer and the same seller.
 * @see https://github.com/amzn/selling-partner-api-models/issues/5030 (read 2026-11-28)
 * @see https://sellercentral.amazon.com/gp/help/external/200383320 (Buyer-Seller Messages FAQ, read 2026-11-28)
 */
const UNREAD = /^(?:no|do[-._]?not)[-._]?reply(?!\p{L})/u;

/**
 * Returns an e-mail address without the spaces around it and in small letters. Returns `undefined` for text that is not
 * one address of one person: no plausible domain, more than 254 characters, characters that no mail program sends, a
 * mailbox that nobody reads. So are addresses of which a letter beyond ASCII would become small: the Kelvin sign
 * becomes the letter k, and so an address of somebody else.
 */
export function toEmailAddress(text: string): string | undefined {
  const given = text.trim();
  if (given.length > MAX_LENGTH || FOREIGN.test(given)) return undefined;
  const address = given.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const [local = '', domain = '', ...more] = address.split('@');
  const isOne = local !== '' && more.length === 0 && !isUnread(local) && isPlausible(domain);
  return isOne && address === address.toLowerCase() ? address : undefined;
}

/** Tells whether an address in small letters is that of a mailbox that nobody reads. Strangers share it. */
export function isUnread(address: string): boolean {
  return UNREAD.test(address);
}

/** At least two labels, and a letter in the last one: otherwise it is a name in a network, or an address of it. */
function isPlausible(domain: string): boolean {
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  return (
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    /\p{L}/u.test(last) &&
    !NOBODYS.has(last)
  );
}
