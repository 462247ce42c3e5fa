import { say } from '../words/language.ts';
import { Fold } from './fold.tsx';
import { Table } from './table.tsx';

/** The headers of a delivery, folded away. */
export function HeadersView({ headers }: { readonly headers: Readonly<Record<string, string>> }) {
  return (
    <Fold title={say('headers')}>
      <Table label={say('headers')} heads={[say('name'), say('value')]} rows={Object.entries(headers)} />
    </Fold>
  );
}
