import type { Examination } from './examine-signature.ts';

const NAME_WIDTH = 10;

/** Returns what was found of a signature as a few lines for people. Pure. */
export function signatureText(examination: Examination): readonly string[] {
  const { reason, header, expected, given, firstDifference, bytes, causes } = examination;
  return [
    reason === null ? '✓ the signature fits' : `✗ refused: ${reason}`,
    ...row('header', header),
    ...row('expected', expected),
    ...row('given', given),
    ...row('', firstDifference === null ? null : `${'·'.repeat(firstDifference.at)}^ they differ from here`),
    ...row('body', `${bytes} bytes`),
    ...causes.map(({ says }) => `→ ${says}`),
    ...(reason !== null && causes.length === 0 ? [NO_CAUSE] : []),
  ];
}

const NO_CAUSE =
  '→ No usual cause fits: the secret is another one, or the body was changed. Compare it with the bytes that came.';

function row(name: string, value: string | null): string[] {
  return value === null ? [] : [`  ${name.padEnd(NAME_WIDTH)}${value}`];
}
