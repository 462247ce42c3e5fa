import { namesOf } from './names-of.ts';

/** What a platform does: `webhook` sends whole orders, `fetched` only names them, `polled` sends nothing. */
export type Kind = 'webhook' | 'fetched' | 'polled';

export interface NewSource {
  readonly id: string;
  readonly kind: Kind;
  readonly called: string | undefined;
}

const shared = ['schema.ts', 'read-order.ts', 'to-order.ts', 'figures-from.ts', '__fixtures__/README.md'].map(
  (file) => [`shared/${file}`, file] as const,
);
const FIXTURE = 'shared/__fixtures__/order.member-krw.json';
const own = [FIXTURE, '__fixtures__/order.member-krw.json'] as const;
const signed = ['headers.ts', 'verify.ts'].map((file) => [`signed/${file}`, file] as const);
const api = ['called/api.ts', 'api.ts'] as const;

/** The files of the template that each kind has, and their names in the new folder. */
const filesOf: Readonly<Record<Kind, readonly (readonly [template: string, file: string])[]>> = {
  webhook: [
    ['webhook/source.ts', 'source.ts'],
    ...signed,
    ...shared,
    [FIXTURE, '__fixtures__/order-paid.member-krw.json'],
  ],
  fetched: [
    ['fetched/source.ts', 'source.ts'],
    ...signed,
    ['fetched/read-reference.ts', 'read-reference.ts'],
    api,
    ...shared,
    own,
    ['fetched/__fixtures__/order-paid.reference.json', '__fixtures__/order-paid.reference.json'],
  ],
  polled: [['polled/source.ts', 'source.ts'], api, ['polled/listing.ts', 'listing.ts'], ...shared, own],
};

/** Returns the files of a new source by their path from the project's root. `read` gets a file of the template. Pure. */
export function newFiles(
  { id, kind, called }: NewSource,
  read: (path: string) => string,
): Map<string, string> {
  const names = namesOf(id, called);
  const rename = (text: string): string =>
    text
      .replaceAll('my-shop', names.id)
      .replaceAll('myShop', names.object)
      .replaceAll('My Shop', names.called);
  const files = filesOf[kind].map(
    ([template, file]) => [`lib/sources/${id}/${file}`, rename(moved(read(template)))] as const,
  );
  return new Map([...files, [`docs/sources/${id}.md`, rename(read('source.md'))]]);
}

/** Returns the text with the imports that it needs in `lib/sources/<id>/`. */
function moved(text: string): string {
  return text
    .replaceAll("'../../../../lib/sources/", "'../")
    .replaceAll("'../../../../lib/model/", "'../../model/")
    .replaceAll(/'\.\.\/(?:shared|signed|called)\//g, "'./");
}
