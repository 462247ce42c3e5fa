import type { Variant } from './variant.ts';
import { writtenAnew } from './written-anew.ts';

const BOM = '\uFEFF';
const CR = '\r';
const LF = '\n';
const CRLF = CR + LF;

/** What becomes of bytes that are read as text, or pass through a tool. The first that fits is the cause: narrow ones first. */
export const bodyVariants: readonly Variant<Buffer>[] = [
  text('body-mark', 'The body begins with a byte order mark that was not signed.', (body) =>
    body.startsWith(BOM) ? [body.slice(BOM.length)] : [],
  ),
  text('body-newline-added', 'The body ends with a line break that was not signed.', (body) =>
    body.endsWith(LF) ? [body.slice(0, -1), body.replace(/\r?\n$/, '')] : [],
  ),
  text('body-newline-lost', 'The body was signed with a line break at its end, which is gone.', (body) => [
    body + LF,
    body + CRLF,
  ]),
  text('body-crlf', 'The line breaks of the body have become CR LF: LF was signed.', (body) => [
    body.replaceAll(CRLF, LF),
  ]),
  text('body-lf', 'The line breaks of the body have become LF: CR LF was signed.', (body) => [
    body.replaceAll(/\r?\n/g, CRLF),
  ]),
  {
    name: 'body-latin1',
    says: () => 'The body was read as Latin-1 or written in it: UTF-8 was signed.',
    tries: (body) => [
      { value: Buffer.from(body.toString('utf8'), 'latin1') },
      { value: Buffer.from(body.toString('latin1'), 'utf8') },
    ],
  },
  {
    name: 'body-base64',
    says: () => 'The body is in base64, as a gateway hands it on: the bytes behind it were signed.',
    tries: (body) =>
      /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(body.toString('latin1'))
        ? [{ value: Buffer.from(body.toString('latin1'), 'base64') }]
        : [],
  },
  text(
    'body-written-anew',
    'The body was parsed and written anew: the same JSON in other bytes was signed. Keep the bytes as they came.',
    writtenAnew,
  ),
];

/** A variant of bytes that are text. Bytes that are not UTF-8 have none. */
function text(name: string, says: string, of: (body: string) => readonly string[]): Variant<Buffer> {
  return {
    name,
    says: () => says,
    tries: (bytes) => {
      const body = bytes.toString('utf8');
      if (!Buffer.from(body).equals(bytes)) return [];
      return of(body)
        .filter((tried) => tried !== body)
        .map((tried) => ({ value: Buffer.from(tried) }));
    },
  };
}
