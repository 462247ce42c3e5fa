import { existsSync } from 'node:fs';

export const EXAMPLE_FILE = 'connections.example.json';
const LOCAL_FILE = 'connections.local.json';

/** Returns the file named by `CONNECTIONS_FILE`, else a person's own, else the example that is checked in. */
export function chooseConnectionsFile(named: string | undefined): string {
  return named ?? (existsSync(LOCAL_FILE) ? LOCAL_FILE : EXAMPLE_FILE);
}
