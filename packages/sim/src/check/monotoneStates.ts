import { deliveryStatusAfter, deliveryTransitions, orderStatusAfter, orderTransitions } from "@hotbag/core"
import type { LogEntry } from "../report/LogEntry.ts"
import { type Checker, makeFindings } from "./Checker.ts"
import { numberField } from "./entryFields.ts"
import type { Directory } from "./Directory.ts"

/**
 * P4: order and delivery move along core's transition tables only, and their versions are 1, 2, 3 … without gaps.
 * Memory by the orders of the city: who has ended must not begin anew.
 */
export const monotoneStates = ({ city, orderNumber }: Directory): Checker => {
  const findings = makeFindings("monotoneStates")
  const standing = LIFECYCLES.map(() => city.orders.map(() => ({ status: "none", version: 0 })))
  return {
    name: "monotoneStates",
    see: (entry) => {
      const number = orderNumber(entry.order)
      LIFECYCLES.forEach((lifecycle, i) => {
        const now = standing[i]?.[number]
        const statusAfter = lifecycle.statusAfter.get(entry.type)
        if (now === undefined || statusAfter === undefined) return
        if (!lifecycle.moves.has(move(now.status, entry.type))) {
          findings.add(`${entry.type} of ${lifecycle.of} that is ${now.status}`, entry)
        }
        if (numberField(entry, "version") !== now.version + 1) {
          findings.add(versionComplaint(entry, now.version), entry)
        }
        now.status = statusAfter ?? now.status
        now.version = numberField(entry, "version") ?? now.version + 1
      })
    },
    finish: findings.list
  }
}

/** What a lifecycle allows, as the checker asks it. */
interface Lifecycle {
  readonly of: string
  /** By event; null when it leaves the status as it is. */
  readonly statusAfter: ReadonlyMap<string, string | null>
  /** Events that may happen in a status. */
  readonly moves: ReadonlySet<string>
}

const move = (status: string, event: string): string => `${status} ${event}`

const versionComplaint = (entry: LogEntry, version: number): string =>
  `${entry.type} with version ${numberField(entry, "version")} after version ${version}`

/** The moves of a table: each row's events one after another, from the status that the one before leads to. */
const lifecycleOf = <Status extends string, Event extends string>(
  of: string,
  rows: ReadonlyArray<{
    readonly from: Status | "none"
    readonly events: ReadonlyArray<Event>
  }>,
  statusAfter: Readonly<Record<Event, Status | null>>
): Lifecycle => {
  const moves = new Set<string>()
  for (const { events, from } of rows) {
    let status = from
    for (const event of events) {
      moves.add(move(status, event))
      status = statusAfter[event] ?? status
    }
  }
  return { of, moves, statusAfter: new Map(Object.entries<string | null>(statusAfter)) }
}

const LIFECYCLES: ReadonlyArray<Lifecycle> = [
  lifecycleOf("an order", orderTransitions.rows, orderStatusAfter),
  lifecycleOf("a delivery", deliveryTransitions.rows, deliveryStatusAfter)
]
