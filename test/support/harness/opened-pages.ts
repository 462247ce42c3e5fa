import type { BrowserContextOptions, Page } from 'playwright-core';
import type { BrowsedConsole, WatchedPage } from './browsed-console.ts';

/** Pages of one test. */
export interface OpenedPages {
  readonly open: (path?: string, window?: BrowserContextOptions) => Promise<Page>;
  /** Closes them all, and returns what went wrong in any: errors, blocked loads, requests that would leave this machine. */
  readonly close: () => Promise<readonly string[]>;
}

/** Returns how to open pages of a console that are watched until they are closed. */
export function openedPages(console: () => BrowsedConsole): OpenedPages {
  const opened: WatchedPage[] = [];
  return {
    async open(path, window) {
      const watched = await console().open(path, window);
      opened.push(watched);
      return watched.page;
    },
    async close() {
      const closed = opened.splice(0);
      await Promise.all(closed.map(({ page }) => page.context().close()));
      return closed.flatMap(({ troubles }) => troubles);
    },
  };
}
