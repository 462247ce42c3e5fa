import { loaders, type SourceId } from './registry.ts';
import type { Source } from './source.ts';

/** All sources by their ids. For commands only: a function would read every platform at its start. */
export const sources = Object.fromEntries(
  await Promise.all(Object.entries(loaders).map(async ([id, load]) => [id, await load()] as const)),
) as Readonly<Record<SourceId, Source>>;

/** Returns the source with this id, or `undefined`. */
export function findSource(id: string): Source | undefined {
  return Object.hasOwn(sources, id) ? sources[id as SourceId] : undefined;
}
