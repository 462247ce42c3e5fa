import type { ExportEntry, Source } from '../../sources/source.ts';

/** Returns the entries of an export after its first `skip` lines: as its source reads them, or one entry a line. */
export function readEntries(
  source: Pick<Source, 'readExport'>,
  { lines, skip }: { readonly lines: AsyncIterable<string>; readonly skip: number },
): AsyncIterable<ExportEntry> {
  const rest = skipLines(lines, skip);
  return source.readExport?.(rest) ?? oneEntryALine(rest);
}

async function* skipLines(lines: AsyncIterable<string>, count: number): AsyncGenerator<string> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (line > count) yield text;
  }
}

async function* oneEntryALine(lines: AsyncIterable<string>): AsyncGenerator<ExportEntry> {
  for await (const text of lines) yield { lines: 1, text };
}
