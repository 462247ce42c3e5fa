const characters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&#38;': '&',
  '&#x26;': '&',
  '&lt;': '<',
  '&#60;': '<',
  '&gt;': '>',
  '&#62;': '>',
  '&quot;': '"',
  '&#34;': '"',
  '&#x22;': '"',
  '&#39;': "'",
  '&#x27;': "'",
};

/** Numeric entities may be padded with zeros. WordPress decodes neither `&#x3c;` nor `&apos;` here. */
const ENTITY = /&(?:amp|lt|gt|quot|#0*(?:34|38|39|60|62)|#[xX]0*(?:22|26|27));/g;

/**
 * Returns text with its HTML entities decoded once, limited to those that WordPress itself writes.
 * @see https://developer.wordpress.org/reference/functions/wp_specialchars_decode/ (with ENT_QUOTES; read 2026-11-24)
 */
export function decodeEntities(text: string): string {
  return text.replace(ENTITY, (entity) => {
    const plain = entity.replace(/^&#([xX]?)0*/, (_, x: string) => `&#${x.toLowerCase()}`);
    return characters[plain] ?? entity;
  });
}
