import type { LogEntry } from "../report/LogEntry.ts"
import { type Checker, makeFindings } from "./Checker.ts"
import { numberField } from "./entryFields.ts"
import { LIFECYCLES, move } from "./lifecycles.ts"
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

const versionComplaint = (entry: LogEntry, version: number): string =>
  `${entry.type} with version ${numberField(entry, "version")} after version ${version}`
