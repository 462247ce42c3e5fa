import { signal } from '@preact/signals';
import { type PaneName, readRoute, toHash } from './read-route.ts';

/** What the address of the page names. */
export const route = signal(readRoute(location.hash));

/** Follows the address from now on: links, and the browser's back and forward. */
export function followRoute(): void {
  addEventListener('hashchange', () => {
    route.value = readRoute(location.hash);
  });
}

/** Goes to a pane, as a link would. */
export function goTo(pane: PaneName, ...opened: readonly (string | number)[]): void {
  location.hash = toHash(pane, ...opened);
}
