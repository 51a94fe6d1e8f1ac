import { invariant } from "./Invariant.ts"

/** One cell of a lifecycle: what a command does to an aggregate in a status. Cells that are missing are rejected. */
export interface Transition<Status extends string, Command extends string, Event extends string> {
  readonly from: Status
  readonly command: Command
  /** What happens, in order. Empty: nothing, because it is already so. */
  readonly events: ReadonlyArray<Event>
  /** Status afterwards. */
  readonly to: Status
  /** Names of the preconditions that may still reject the command, or find that nothing has to happen. */
  readonly requires: ReadonlyArray<string>
  /** What it means, in one sentence. */
  readonly description: string
}

/** A rule of a lifecycle for several statuses at once; `to: "stays"` keeps each as it is. */
export interface TransitionRule<Status extends string, Command extends string, Event extends string> {
  readonly from: ReadonlyArray<Status>
  readonly command: Command
  readonly events: ReadonlyArray<Event>
  readonly to: Status | "stays"
  readonly requires?: ReadonlyArray<string>
  readonly description: string
}

/** A whole lifecycle as data. */
export interface TransitionTable<Status extends string, Command extends string, Event extends string> {
  /** In the order in which the rules were written. */
  readonly rows: ReadonlyArray<Transition<Status, Command, Event>>
  /** The cell for a status and a command, if there is one. O(1). */
  readonly find: (from: Status, command: Command) => Transition<Status, Command, Event> | undefined
  /** Statuses in which a command may do something, in the order of the rules. */
  readonly statusesFor: (command: Command) => ReadonlyArray<Status>
}

/** Builds the table from its rules. @throws InvariantViolation when two rules claim one cell. */
export const transitionTable = <Status extends string, Command extends string, Event extends string>(
  rules: ReadonlyArray<TransitionRule<Status, Command, Event>>
): TransitionTable<Status, Command, Event> => {
  const rows: Array<Transition<Status, Command, Event>> = []
  const cells = new Map<Status, Map<Command, Transition<Status, Command, Event>>>()
  for (const rule of rules) {
    for (const from of rule.from) {
      const { command, events, description, requires = [] } = rule
      const to = rule.to === "stays" ? from : rule.to
      const row = { from, command, events, to, requires, description }
      const column = cells.get(from) ?? new Map<Command, Transition<Status, Command, Event>>()
      invariant(!column.has(command), "two rules for one status and command", { from, command })
      cells.set(from, column.set(command, row))
      rows.push(row)
    }
  }
  return {
    rows,
    find: (from, command) => cells.get(from)?.get(command),
    statusesFor: (command) =>
      rows.filter((row) => row.command === command && row.events.length > 0).map((row) => row.from)
  }
}
