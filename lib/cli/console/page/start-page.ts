import { effect } from '@preact/signals';
import { followLive } from './state/live.ts';
import { about, loadAbout } from './state/page-about.ts';
import { followStatus } from './state/page-status.ts';
import { followRoute } from './state/route.ts';
import { language } from './words/language.ts';

/** Loads what the page has to know, and keeps it up to date. */
export function startPage(): void {
  followRoute();
  effect(() => {
    document.documentElement.lang = language.value;
  });
  effect(() => {
    if (about.value === undefined) return;
    // A deployed adapter has no live deliveries, and each look at it costs a little.
    if (about.value.mode === 'local') followLive();
    followStatus(about.value.mode);
  });
  void loadAbout();
}
