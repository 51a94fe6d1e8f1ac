/** One place where a rule of the house is broken. */
export interface Violation {
  /** Path from the root of the repository. */
  readonly path: string
  /** Counted from 1; 0 when the whole file is meant. */
  readonly line: number
  /** Name of the rule, and what to do instead. */
  readonly rule: string
  /** What stands there. */
  readonly found: string
}

/** One line per violation, in the form that editors and terminals turn into links. */
export const showViolations = (violations: ReadonlyArray<Violation>): string =>
  violations.map(({ path, line, rule, found }) => `${path}:${line} ${rule}: ${found}`).join("\n")
