import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { catalog, manifestPaths, readManifest } from "../scripts/tidy/manifests.ts"
import { readRepository, root } from "../scripts/tidy/sources.ts"

const read = (path: string) => readFileSync(join(root, path), "utf8")
const documents = readRepository().filter(({ path }) => path.endsWith(".md"))

describe("docs/dependencies.md", () => {
  const rows = read("docs/dependencies.md")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")))

  it("gives every dependency of every manifest its exact version and its reason, and names no other", () => {
    const versions = catalog()
    const wanted = manifestPaths().flatMap((path) => {
      const manifest = readManifest(path)
      return Object.entries({
        ...manifest.dependencies,
        ...manifest.devDependencies,
        ...manifest.optionalDependencies
      })
        .filter(([, version]) => !version.startsWith("workspace:"))
        .map(([name, version]) => `${name} ${version === "catalog:" ? (versions.get(name) ?? "?") : version}`)
    })
    const documented = rows.map(([, name = "", version = ""]) => `${name} ${version}`)
    expect(documented.toSorted()).toEqual([...new Set(wanted)].toSorted())
    expect(rows.filter(([, , , reason = ""]) => reason.split(" ").length < 4)).toEqual([])
  })

  it("pins versions: no ranges, except what a package asks of its host", () => {
    const exact = /^(?:\d+\.\d+\.\d+(?:-beta\.\d+)?|catalog:|workspace:\^)$/
    for (const path of manifestPaths()) {
      const { dependencies, devDependencies, optionalDependencies } = readManifest(path)
      const all = { ...dependencies, ...devDependencies, ...optionalDependencies }
      expect(
        Object.entries(all).filter(([, version]) => !exact.test(version)),
        path
      ).toEqual([])
    }
    expect([...catalog().values()].filter((version) => !exact.test(version))).toEqual([])
  })
})

describe("every document", () => {
  it.each(documents.map(({ path, text }) => [path, text]))("%s links to what exists", (path, text) => {
    const targets = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map(([, target = ""]) => target)
    const missing = targets
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => !existsSync(join(root, dirname(path), target)))
    expect(missing).toEqual([])
  })

  it.each(documents.map(({ path, text }) => [path, text]))("%s names files that exist", (path, text) => {
    const named = [...text.matchAll(/`((?:packages|scripts|tests|docs|benchmarks)\/[\w./-]+)`/g)]
    expect(
      named.map(([, file = ""]) => file).filter((file) => !existsSync(join(root, file))),
      path
    ).toEqual([])
  })
})
