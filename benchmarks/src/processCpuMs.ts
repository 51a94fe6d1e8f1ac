import { readdirSync, readFileSync } from "node:fs"

/** A tick of the kernel's clocks in ms (`USER_HZ` is 100 on every Linux). */
const TICK_MS = 10

/**
 * Processor time that a process and its children took so far, in ms, in steps of {@link TICK_MS}; children that ended are counted once their
 * parent has heard of it. NaN where there is no `/proc`.
 */
export const processCpuMs = (pid: number): number => {
  const own = readStat(pid)
  if (own === null) return NaN
  let ticks = own.ticks + own.endedTicks
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue
    const other = readStat(Number(name))
    if (other?.parent === pid) ticks += other.ticks + other.endedTicks
  }
  return ticks * TICK_MS
}

const readStat = (pid: number) => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8")
    // The name, in brackets, may hold anything.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ")
    const field = (number: number): number => Number(fields[number - 3])
    return { parent: field(4), ticks: field(14) + field(15), endedTicks: field(16) + field(17) }
  } catch {
    return null
  }
}
