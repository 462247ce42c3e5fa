/** Returns the length of a text in place of the text. */
export function maskText(text: string): string {
  return `‹${text.length} characters›`;
}

/** Returns JSON of the same shape with its texts and numbers masked. Keys, booleans and null stay. */
export function maskValues(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value === 'number') return '‹number›';
  if (Array.isArray(value)) return value.map(maskValues);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, maskValues(entry)]));
}

/** Tells whether a text is what `maskText` made of another. */
export function isMasked(text: string): boolean {
  return /^‹\d+ characters›$/.test(text);
}
