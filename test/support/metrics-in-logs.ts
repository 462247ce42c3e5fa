/** Returns how to read a counter out of the metrics that the functions wrote into their log, over all its reasons. */
export function metricsIn(logs: string): (name: string) => number {
  const lines = logs
    .split('\n')
    .filter((line) => line.includes('"_aws"'))
    .map((line) => JSON.parse(line) as Record<string, number | number[]>);
  return (name) => lines.flatMap((line) => line[name] ?? []).reduce((total, value) => total + value, 0);
}
