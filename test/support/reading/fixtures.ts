import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type Source, type VerifiedDelivery, withoutVerification } from '../../../lib/sources/source.ts';

export interface Fixture {
  /** `orders-paid.member-krw` */
  readonly name: string;
  readonly topic: string;
  readonly rawBody: Buffer;
  /** The path of its golden files, without `.reading.json` or `.purchase.json`. */
  readonly path: string;
  /** True if `<path>.bulk.jsonl` holds the same order as rows of an export. */
  readonly hasBulkRows: boolean;
}

type NamedSource = Pick<Source, 'id' | 'topics'>;

const GOLDEN = /\.(reading|purchase)\.json$/;

/**
 * Returns the hand-written deliveries of a source, from `lib/sources/<id>/__fixtures__/<topic>.<case>.json`.
 * @throws {Error} the source has none.
 */
export function fixturesOf(source: NamedSource): Fixture[] {
  const folder = new URL(`../../../lib/sources/${source.id}/__fixtures__/`, import.meta.url);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const names = files.filter((file) => file.endsWith('.json') && !GOLDEN.test(file));
  if (names.length === 0) throw new Error(`The source ${source.id} has no fixtures`);
  return names.map((file) => {
    const name = file.replace(/\.json$/, '');
    return {
      name,
      topic: topicOf(name, source),
      rawBody: readFileSync(new URL(file, folder)),
      path: new URL(name, folder).pathname,
      hasBulkRows: files.includes(`${name}.bulk.jsonl`),
    };
  });
}

/** Returns the topic that the name begins with, `/` written as `-`, or else the text before the first dot. */
function topicOf(name: string, { topics }: NamedSource): string {
  const known = Object.keys(topics).find((topic) => name.startsWith(`${topic.replaceAll('/', '-')}.`));
  return known ?? name.split('.')[0] ?? '';
}

/** Returns one fixture of a source. @throws {Error} it has no fixture of this name. */
export function fixture(source: NamedSource, name: string): Fixture {
  const found = fixturesOf(source).find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`The source ${source.id} has no fixture ${name}`);
  return found;
}

/** Returns a fixture as a delivery that passed its signature check. */
export function deliveryOf({ topic, rawBody }: Pick<Fixture, 'topic' | 'rawBody'>): VerifiedDelivery {
  return withoutVerification({ headers: {}, rawBody, topic, deliveryId: 'delivery-1', isTest: false });
}
