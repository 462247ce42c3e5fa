import type { ComponentChildren } from 'preact';

interface TableProps {
  readonly label: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** Indices of columns with numbers. */
  readonly numbers?: readonly number[];
}

/** A table that scrolls inside. */
export function Table({ label, heads, rows, numbers = [] }: TableProps) {
  const of = (column: number): string => (numbers.includes(column) ? 'number' : '');
  return (
    <div class="scroll" role="region" aria-label={label} tabIndex={0}>
      <table aria-label={label}>
        <thead>
          <tr>
            {heads.map((head, column) => (
              <th key={column} scope="col" class={of(column)}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} class={of(column)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
