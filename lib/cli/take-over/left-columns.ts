import type { Column } from '../print-results.ts';
import { type LeftResource, shortNameOf } from './left-resource.ts';

/** A resource as it is printed. */
export interface LeftRow {
  readonly name: string;
  readonly physicalId: string;
  readonly holds: string | undefined;
  /** The removed stack that left it. */
  readonly from: string | undefined;
  readonly removedAt: string | undefined;
}

/** Returns a resource as it is printed. */
export function toRow({ name, physicalId, holds, by }: LeftResource): LeftRow {
  return { name, physicalId, holds, from: by?.id, removedAt: by?.removedAt.toISOString() };
}

/** On a terminal a queue's address is as long as the line, so only its name is shown. JSON has the whole. */
export const leftColumns: readonly Column<LeftRow>[] = [
  { title: 'from', of: ({ from }) => from },
  { title: 'removed', of: ({ removedAt }) => removedAt?.slice(0, 16) },
  { title: 'name', of: ({ name }) => name },
  { title: 'physical', of: shortNameOf },
  { title: 'holds', of: ({ holds }) => holds },
];
