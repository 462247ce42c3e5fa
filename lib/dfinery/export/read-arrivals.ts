import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { AdapterError, ExportError } from '../../model/errors.ts';
import type { Arrivals } from './arrivals.ts';
import { createArrivalsCounter } from './count-arrivals.ts';

/**
 * Reads the CSV of the export row by row: it holds what it counts, and never the whole text. Columns are found by name.
 * The documents say neither the line end nor the quoting, so CRLF and LF, quotes, and a byte order mark are read.
 * @throws {ExportError} `export-incomplete`: it ends early, or in an error. `export-unreadable`: it is no such CSV.
 * @see https://docs.dfinery.ai/api-guide/en/api/export-api/response (read 2026-11-29)
 */
export async function readArrivals(chunks: AsyncIterable<Uint8Array>): Promise<Arrivals> {
  let counter: ReturnType<typeof createArrivalsCounter> | undefined;
  let header: readonly string[] = [];
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n'],
    skip_empty_lines: true,
  });
  const source = Readable.from(chunks, { objectMode: false });
  source.on('error', (cause) => parser.destroy(cause));
  source.pipe(parser);
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (counter === undefined) {
        header = cells;
        counter = createArrivalsCounter(header);
      } else {
        counter.add(Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])));
      }
    }
  } catch (cause) {
    source.destroy();
    if (cause instanceof AdapterError) throw cause;
    // The cause quotes the text, which holds personal data.
    const code = cause instanceof CsvError ? cause.code : 'cut off';
    throw new ExportError(`The export did not come wholly: ${code}`, { code: 'export-incomplete' });
  }
  if (counter === undefined) throw new ExportError('The export is empty', { code: 'export-incomplete' });
  return counter.arrivals();
}
