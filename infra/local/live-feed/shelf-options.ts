import type { EventTracks } from './event-tracks.ts';
import type { KeptBodies } from './kept-bodies.ts';

/** What the shelves of deliveries and of requests share. */
export interface ShelfOptions {
  /** How many entries stay. */
  readonly size: number;
  readonly bodies: KeptBodies;
  readonly tracks: EventTracks;
}
