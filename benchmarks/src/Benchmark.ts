import type { Comparison, Effort } from "./measure.ts"

/** What a benchmark is told. */
export interface BenchmarkOptions {
  /** Everything random is drawn from it. */
  readonly seed: number
  /** A reduced set in a few seconds: to see that it works, not for figures. */
  readonly quick: boolean
  /** For the gate, which runs with every change: quicker still where that makes a difference. */
  readonly gate?: boolean
  readonly effort: Effort
  /** Prints a line at once. */
  readonly say: (line: string) => void
}

/** A command of `npm run bench`. */
export interface Benchmark {
  readonly name: string
  /** One line for the usage. */
  readonly about: string
  /** Checks that all contenders answer alike, then measures. */
  readonly run: (options: BenchmarkOptions) => Promise<ReadonlyArray<Comparison>> | ReadonlyArray<Comparison>
}
