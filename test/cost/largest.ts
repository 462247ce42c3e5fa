/** Returns the bytes of the largest of some texts. */
export function largest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => Buffer.byteLength(text)));
}
