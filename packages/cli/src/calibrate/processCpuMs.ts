import { readdirSync, readFileSync } from "node:fs"

/** A tick of the kernel's clocks in ms: `USER_HZ` is 100 on every Linux. */
const TICK_MS = 10

/** Processor time of a process and its children so far, in ms, in steps of ten; NaN where there is no `/proc`. */
export const processCpuMs = (pid: number): number => {
  const own = statOf(pid)
  if (own === null) return Number.NaN
  let ticks = own.ticks
  for (const name of readdirSync("/proc")) {
    const other = /^\d+$/.test(name) ? statOf(Number(name)) : null
    if (other?.parent === pid) ticks += other.ticks
  }
  return ticks * TICK_MS
}

/** Parent, and ticks in user and system of itself and of the children it has waited for (proc(5)). */
const statOf = (pid: number): { readonly parent: number; readonly ticks: number } | null => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8")
    // The name, in brackets, may hold anything.
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number)
    const [parent = 0] = fields.slice(1)
    return { parent, ticks: fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0) }
  } catch {
    return null
  }
}
