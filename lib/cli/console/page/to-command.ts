/** Returns a command with the options that name the adapter, to be typed into a shell. Pure. */
export function toCommand(words: readonly string[], accessWords: readonly string[]): string {
  return ['adapter', ...words, ...accessWords].map(quote).join(' ');
}

/** A word that the shell takes as it is stays so. */
function quote(word: string): string {
  return /^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
