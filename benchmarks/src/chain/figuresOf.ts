import { readFileSync } from "node:fs"

/** Resident memory of a process, in MB; NaN where there is no `/proc`. */
export const residentMb = (pid: number): number => {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]
    return Number(kilobytes ?? NaN) / 1_024
  } catch {
    return NaN
  }
}

/** The figures of a server's `/metrics`, by name with labels. */
export const metricsOf = async (url: string): Promise<(name: string) => number> => {
  const response = await fetch(`${url}/metrics`)
  const figures = new Map<string, number>()
  for (const line of (await response.text()).split("\n")) {
    const at = line.lastIndexOf(" ")
    if (at > 0 && !line.startsWith("#")) figures.set(line.slice(0, at), Number(line.slice(at + 1)))
  }
  return (name) => figures.get(name) ?? 0
}

/** Slope of values that were taken once a second, by least squares, for each minute. */
export const slopePerMinute = (values: ReadonlyArray<number>): number => {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  let up = 0
  let along = 0
  for (const [at, value] of values.entries()) {
    up += (at - middle) * (value - mean)
    along += (at - middle) ** 2
  }
  return along === 0 ? 0 : (60 * up) / along
}
