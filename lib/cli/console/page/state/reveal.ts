import { signal } from '@preact/signals';

/** True shows personal data. Masked again each time the page is opened. */
export const reveal = signal(false);
