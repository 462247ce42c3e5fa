/**
 * Returns the commands in the `sh` blocks of a page, one a string: without comments, continued lines in one, `a && b` as
 * two, variables before a command left out. Blocks in lists count too.
 */
export function shellCommandsOf(page: string): string[] {
  const blocks = [...page.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].map(([, block = '']) => block);
  return blocks
    .flatMap((block) => block.replace(/ *\\\n */g, ' ').split('\n'))
    .map((line) => line.replace(/(^|\s)#\s.*$/, '').trim())
    .flatMap((line) => line.split(' && '))
    .map((command) => command.replace(/^([A-Z_]+=\S* )+/, ''))
    .filter((command) => command !== '');
}

/** Returns the words of a simple command: quoted ones without their quotes, nothing expanded. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replace(/['"]/g, ''));
}
