import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./sources.ts"

type Versions = Readonly<Record<string, string>>

/** The dependencies of one package.json; an absent file has none. */
export interface Manifest {
  readonly dependencies: Versions
  readonly devDependencies: Versions
  readonly optionalDependencies: Versions
  readonly peerDependencies: Versions
}

/** Reads the dependencies of a package.json by its path from the root. */
export const readManifest = (path: string): Manifest => {
  const file = join(root, path)
  const json: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}
  return {
    dependencies: versions(json, "dependencies"),
    devDependencies: versions(json, "devDependencies"),
    optionalDependencies: versions(json, "optionalDependencies"),
    peerDependencies: versions(json, "peerDependencies")
  }
}

const versions = (json: unknown, field: string): Versions => {
  if (typeof json !== "object" || json === null) return {}
  const section: unknown = Object.entries(json).find(([key]) => key === field)?.[1]
  if (typeof section !== "object" || section === null) return {}
  return Object.fromEntries(Object.entries(section).map(([name, version]) => [name, String(version)]))
}
