import { readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"

/** The root of the repository. */
export const root = join(import.meta.dirname, "..", "..")

/** A file of the repository: its path from the root, with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

const written = /\.(?:ts|mjs|json|md|yaml|svg|html)$|^(?:hotbag|LICENSE|\.ci\/run|\.npmrc|\.gitignore)$/
const skipped = new Set(["node_modules", "dist", "coverage", ".git", ".hotbag", ".vite"])

/** Every file somebody wrote; sorted by path. Walks the folders, because a machine may have no git. */
export const readRepository = (): ReadonlyArray<SourceFile> =>
  walk("")
    .filter((path) => written.test(path) && path !== "pnpm-lock.yaml")
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))

const walk = (folder: string): ReadonlyArray<string> =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`
    if (skipped.has(entry.name)) return []
    return entry.isDirectory() ? walk(path) : [path]
  })

/** Our TypeScript, wherever it stands. */
export const isTypeScript = ({ path }: SourceFile): boolean => path.endsWith(".ts")

/** What a package ships: tests and tools have more freedom. */
export const isShipped = ({ path }: SourceFile): boolean => /^packages\/[^/]+\/src\/.*\.ts$/.test(path)

/** The line of an offset, counted from 1. */
export const lineAt = (text: string, offset: number): number => {
  let line = 1
  for (
    let index = text.indexOf("\n");
    index !== -1 && index < offset;
    index = text.indexOf("\n", index + 1)
  ) {
    line++
  }
  return line
}
