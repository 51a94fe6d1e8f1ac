import { type Checker, makeFindings } from "./Checker.ts"

/** Time runs forwards, in whole milliseconds: whatever is told later did not happen earlier. O(1) memory. */
export const orderOfTime = (): Checker => {
  const findings = makeFindings("orderOfTime")
  let nowMs = -Infinity
  return {
    name: "orderOfTime",
    see: (entry) => {
      if (!Number.isSafeInteger(entry.atMs)) {
        findings.add(`${entry.type} has no whole millisecond: ${entry.atMs}`, entry)
        return
      }
      if (entry.atMs < nowMs) findings.add(`${entry.type} comes after something of ${nowMs}`, entry)
      nowMs = Math.max(nowMs, entry.atMs)
    },
    finish: findings.list
  }
}
