/** The texts of a trace's files by name, such as `{ "orders.txt": "…" }`. Reading them is the caller's business. */
export type TraceFiles = Readonly<Record<string, string>>

/** Why a trace was refused. Expected: traces come from outside. */
export interface TraceProblem {
  readonly _tag: "TraceProblem"
  readonly file: string
  /** Counted from 1; 0 when it is about the file as a whole. */
  readonly line: number
  /** What is wrong and what is expected instead. */
  readonly message: string
}

/** Something that a trace contained and the day does without, or reads in its own way. Counted, never silent. */
export interface TraceNote {
  readonly file: string
  readonly count: number
  /** What was done and why, such as `couriers dropped: the shift ends when it begins`. */
  readonly what: string
}

/** One line for people: `couriers.csv line 17: 5 fields, expected 6`. */
export const describeTraceProblem = (problem: TraceProblem): string =>
  problem.line === 0
    ? `${problem.file}: ${problem.message}`
    : `${problem.file} line ${problem.line}: ${problem.message}`

/** One line for people: `couriers.csv: 12 couriers dropped: …`. */
export const describeTraceNote = (note: TraceNote): string => `${note.file}: ${note.count} ${note.what}`
