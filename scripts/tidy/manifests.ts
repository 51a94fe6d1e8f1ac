import { existsSync, readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { root } from "./sources.ts"

type Versions = Readonly<Record<string, string>>

const sections = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const

/** The dependencies of one package.json; an absent file has none. */
export type Manifest = Readonly<Record<(typeof sections)[number], Versions>>

/** Reads the dependencies of a package.json by its path from the root. */
export const readManifest = (path: string): Manifest => {
  const json = existsSync(join(root, path)) ? readJson(path) : {}
  return {
    dependencies: versions(json["dependencies"]),
    devDependencies: versions(json["devDependencies"]),
    optionalDependencies: versions(json["optionalDependencies"]),
    peerDependencies: versions(json["peerDependencies"])
  }
}

/** Every package.json of the workspace by its path from the root. */
export const manifestPaths = (): ReadonlyArray<string> =>
  ["", "benchmarks/", ...readdirSync(join(root, "packages")).map((name) => `packages/${name}/`)]
    .map((folder) => `${folder}package.json`)
    .filter((path) => existsSync(join(root, path)))

/** The packages that are published, those others depend on first. */
export const publishedPackages = (): ReadonlyArray<{ readonly name: string; readonly folder: string }> =>
  manifestPaths()
    .filter((path) => readJson(path)["private"] !== true)
    .map((path) => ({ name: readText(path, "name"), folder: path.replace("/package.json", "") }))

/** A field of a package.json that must be a text. @throws when it is not. */
export const readText = (path: string, field: string): string => {
  const value = readJson(path)[field]
  if (typeof value !== "string") throw new Error(`${path} has no ${field}`)
  return value
}

const readJson = (path: string): Readonly<Record<string, unknown>> => {
  const json: unknown = JSON.parse(readFileSync(join(root, path), "utf8"))
  return Object.fromEntries(entriesOf(json))
}

const versions = (section: unknown): Versions =>
  Object.fromEntries(entriesOf(section).map(([name, version]) => [name, String(version)]))

/** The fields of an object; anything else has none. */
export const entriesOf = (value: unknown): ReadonlyArray<readonly [string, unknown]> =>
  typeof value === "object" && value !== null ? Object.entries(value) : []

/** The versions that `catalog:` stands for, from pnpm-workspace.yaml. */
export const catalog = (): ReadonlyMap<string, string> => {
  const text = readFileSync(join(root, "pnpm-workspace.yaml"), "utf8")
  const section = /^catalog:\n((?: {2}.*\n)+)/m.exec(text)?.[1] ?? ""
  return new Map(
    section
      .trimEnd()
      .split("\n")
      .map((line) => {
        const [, name = "", version = ""] = /^\s*"?([^":]+)"?:\s*(\S+)/.exec(line) ?? []
        return [name, version]
      })
  )
}

/** What `npm run` knows. */
export const scriptNames = (): ReadonlyArray<string> =>
  entriesOf(readJson("package.json")["scripts"]).map(([name]) => name)
