import { execFileSync } from "node:child_process"
import { arch, cpus, loadavg, platform } from "node:os"

/** Where figures come from: without it a figure means nothing. */
export interface Provenance {
  /** Commit of the checkout, `+dirty` when it differs from it. */
  readonly commit: string
  readonly machine: string
  readonly node: string
}

/** Commit and machine of this process. */
export const provenance = (): Provenance => ({
  commit: commit(),
  machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}, ${platform()} ${arch()}`,
  node: process.version
})

/** Load average of the last minute; each busy core counts 1. */
export const loadAverage = (): number => Math.round((loadavg()[0] ?? NaN) * 100) / 100

const commit = (): string => {
  try {
    const git = (...args: ReadonlyArray<string>) =>
      execFileSync("git", args, { cwd: import.meta.dirname, encoding: "utf8", stdio: "pipe" }).trim()
    const head = git("rev-parse", "--short=12", "HEAD")
    // Results that were just recorded, and the tables of them, change nothing that is measured.
    const changes = git(
      "status",
      "--porcelain",
      "--",
      ":/",
      ":(top,exclude)benchmarks/results",
      ":(top,exclude)docs"
    )
    return changes === "" ? head : `${head}+dirty`
  } catch {
    return "unknown"
  }
}
