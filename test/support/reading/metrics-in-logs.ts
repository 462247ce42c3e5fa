/**
 * Returns a function that reads a counter from the metrics in the functions' log, for one reason or for all.
 */
export function metricsIn(logs: string): (name: string, reason?: string) => number {
  const lines = logs
    .split('\n')
    .filter((line) => line.includes('"_aws"'))
    .map((line) => JSON.parse(line) as Record<string, number | number[]> & { readonly reason?: string });
  return (name, reason) =>
    lines
      .filter((line) => reason === undefined || line.reason === reason)
      .flatMap((line) => line[name] ?? [])
      .reduce((total, value) => total + value, 0);
}
