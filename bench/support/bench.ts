// What a benchmark is, and how its figures are made: medians of several runs, percentiles of many.

export type Bench = {
  /** Default size, in `unit`. */
  size: number
  unit: string
  run: (given: { size: number; say: (line: string) => void }) => Promise<Record<string, unknown>>
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)
export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits))

export const summary = (
  durations: readonly number[],
): { medianMs: number; p95Ms: number; maxMs: number; runs: number } => ({
  medianMs: rounded(median(durations)),
  p95Ms: rounded(percentile(durations, 0.95)),
  maxMs: rounded(Math.max(...durations)),
  runs: durations.length,
})
