import type { Headers } from './scheme.ts';
import type { Variant } from './variant.ts';

const HEX = /\b[0-9a-f]{64}\b/gi;
const BASE64 = /[A-Za-z0-9+/]{43}=/g;

/** How a signature may be written, or named. `name` is the header in which it belongs, `required` all that are needed. */
export function headerVariants(name: string, required: readonly string[]): readonly Variant<Headers>[] {
  const written = (variant: string, says: string, of: (value: string) => string): Variant<Headers> => ({
    name: variant,
    says: () => says,
    tries: (headers) => {
      const value = headers[name] ?? '';
      const tried = of(value);
      return value === '' || tried === value ? [] : [{ value: { ...headers, [name]: tried } }];
    },
  });
  return [
    written(
      'signature-word',
      'The header has a word before the signature, such as sha256= or Bearer.',
      (value) => value.replace(/^(?:bearer|basic|(?:hmac-)?sha256[=:]?)\s*/i, ''),
    ),
    written('signature-capitals', 'The digits of the signature are in capitals.', (value) =>
      value.replaceAll(HEX, (digits) => digits.toLowerCase()),
    ),
    written('signature-hex', 'The signature is in hexadecimal digits: this platform has base64.', (value) =>
      value.replaceAll(HEX, (digits) => Buffer.from(digits, 'hex').toString('base64')),
    ),
    written(
      'signature-base64',
      'The signature is in base64: this platform has hexadecimal digits.',
      (value) => value.replaceAll(BASE64, (text) => Buffer.from(text, 'base64').toString('hex')),
    ),
    written('signature-base64url', 'The signature is in the base64 of addresses (- and _, no =).', (value) =>
      value.replaceAll(/[A-Za-z0-9_-]{43}(?![A-Za-z0-9_=+/-])/g, (text) =>
        Buffer.from(text, 'base64url').toString('base64'),
      ),
    ),
    written('signature-version', 'The signature has no v1, before it.', (value) => `v1,${value}`),
    written('signature-twice', 'The header was sent twice.', (value) => value.split(',', 1)[0] ?? ''),
    {
      name: 'header-renamed',
      says: (detail) => `The signature came under other names: ${detail}.`,
      tries: (headers) => renamed(headers, required),
    },
  ];
}

/** Several headers are found by what precedes the last part of their names, as `svix-` in `svix-signature`; one under any name. */
function renamed(headers: Headers, required: readonly string[]) {
  const missing = required.filter((name) => (headers[name] ?? '') === '');
  const came = Object.keys(headers).filter((name) => (headers[name] ?? '') !== '');
  const [only] = missing;
  if (only === undefined) return [];
  if (missing.length === 1) {
    return came
      .filter((name) => !required.includes(name))
      .map((name) => ({ value: { ...headers, [only]: headers[name] }, detail: `${name}, not ${only}` }));
  }
  return [...new Set(came.map(beginning))].flatMap((prefix) => {
    const pairs = missing.map((name) => [name, prefix + lastPart(name)] as const);
    if (!pairs.every(([, other]) => came.includes(other))) return [];
    const value = { ...headers, ...Object.fromEntries(pairs.map(([name, other]) => [name, headers[other]])) };
    return [{ value, detail: pairs.map(([name, other]) => `${other}, not ${name}`).join('; ') }];
  });
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('-') + 1);
}

function beginning(name: string): string {
  return name.slice(0, name.lastIndexOf('-') + 1);
}
