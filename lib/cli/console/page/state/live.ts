import { batch, signal } from '@preact/signals';
import type { LiveChange, StandInSettings } from '../../console-api.ts';
import { postToServer } from '../asking/ask-server.ts';
import { type LiveLists, mergeLive } from './merge-live.ts';

const nothing: LiveLists = { deliveries: [], requests: [] };

const AGAIN_MS = 3_000;

/** The deliveries and requests of the stack of `npm start`. */
export const live = signal(nothing);

/** How the stand-in for Dfinery behaves; `undefined` without one. */
export const standIn = signal<StandInSettings | undefined>(undefined);

/** `lost`: the browser tries again by itself. */
export const stream = signal<'opening' | 'open' | 'lost'>('opening');

/** Follows what happens until the page is closed. */
export function followLive(): void {
  const source = new EventSource('/api/live');
  let isFirst = true;
  source.addEventListener('open', () => {
    // The first change holds all there is: a server that was started anew counts from 1 again.
    isFirst = true;
    stream.value = 'open';
  });
  source.addEventListener('error', () => {
    stream.value = 'lost';
    // After an answer that is no stream the browser gives up.
    if (source.readyState === EventSource.CLOSED) setTimeout(followLive, AGAIN_MS);
  });
  source.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const change = JSON.parse(data) as LiveChange;
    batch(() => {
      live.value = mergeLive(isFirst ? nothing : live.value, change);
      if (change.standIn !== undefined) standIn.value = change.standIn;
    });
    isFirst = false;
  });
}

/** Changes how the stand-in for Dfinery behaves. @throws {Error} the server refuses it. */
export async function changeStandIn(settings: StandInSettings): Promise<void> {
  standIn.value = await postToServer<StandInSettings>('/api/stand-in', settings);
}
