/** Returns a word for a shell. One that the shell takes as it is stays so. */
export function quoteWord(word: string): string {
  return /^[\w./:=@#-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
