/** So much a browser shows at once. With millions of lines it stands still for minutes. */
const MAX_SHOWN = 200_000;

/** Returns what of a text is shown, and how many characters are not. Pure. */
export function clipText(text: string): { readonly shown: string; readonly hidden: number } {
  const shown = text.slice(0, MAX_SHOWN);
  return { shown, hidden: text.length - shown.length };
}
