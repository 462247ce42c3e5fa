/** What a command printed, a line each: as it is if it is a text, else as JSON. */
export function ResultLines({ results }: { readonly results: readonly unknown[] }) {
  if (results.length === 0) return null;
  return (
    <pre>
      {results.map((result) => (typeof result === 'string' ? result : JSON.stringify(result))).join('\n')}
    </pre>
  );
}
