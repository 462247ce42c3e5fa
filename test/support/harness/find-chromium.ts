import { existsSync } from 'node:fs';

/** Where Debian, Ubuntu, Fedora, Alpine and macOS have it. */
const USUAL_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/lib/chromium/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Returns the browser that `CHROMIUM` names, or else that of this machine. @throws {Error} there is none. */
export function findChromium(): string {
  const found = process.env['CHROMIUM'] ?? USUAL_PATHS.find((path) => existsSync(path));
  if (found === undefined) {
    throw new Error(`No Chromium: install it, or set CHROMIUM. Looked at ${USUAL_PATHS.join(', ')}`);
  }
  return found;
}
