import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** The root of the repository. */
export const root = join(import.meta.dirname, "..", "..")

/** A file of the repository: its path from the root and its text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Every file that git tracks, or would if it were added; sorted by path. */
export const readRepository = (): ReadonlyArray<SourceFile> =>
  execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024
  })
    .split("\0")
    .filter((path) => path !== "" && existsSync(join(root, path)))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))

/** Our TypeScript, wherever it stands. */
export const isTypeScript = ({ path }: SourceFile): boolean => path.endsWith(".ts")

/** What a package ships: tests and tools have more freedom. */
export const isShipped = ({ path }: SourceFile): boolean => /^packages\/[^/]+\/src\/.*\.ts$/.test(path)

/** The line of an offset, counted from 1. */
export const lineAt = (text: string, offset: number): number => {
  let line = 1
  for (let index = text.indexOf("\n"); index !== -1 && index < offset; index = text.indexOf("\n", index + 1)) line++
  return line
}
