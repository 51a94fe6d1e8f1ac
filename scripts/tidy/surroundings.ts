import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Surroundings } from "./checkImports.ts"
import { readManifest } from "./manifests.ts"
import { rooms } from "./rooms.ts"
import { root } from "./sources.ts"

/** The real surroundings: the manifests of the checkout and the effect that is installed. */
export const realSurroundings = (): Surroundings => {
  const tools = Object.keys(readManifest("package.json").devDependencies)
  const declared = new Map(
    rooms.map(({ name }) => {
      const manifest = readManifest(
        name === "benchmarks" ? "benchmarks/package.json" : `packages/${name}/package.json`
      )
      const shipped = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)]
      const all = [...shipped, ...Object.keys(manifest.devDependencies), ...tools, `@hotbag/${name}`]
      return [name, { shipped: new Set(shipped), all: new Set(all) }]
    })
  )
  return {
    declared: (room) => declared.get(room) ?? { shipped: new Set(), all: new Set() },
    isStable
  }
}

/** Reads the tag from the first doc comment of the module's source, which effect publishes beside its build. */
const isStable = (module: string): boolean => {
  const sources = join(root, "packages", "core", "node_modules", "effect", "src")
  const inside = module.split("/").slice(1).join("/")
  const file = [join(sources, `${inside}.ts`), join(sources, inside, "index.ts")].find((path) =>
    existsSync(path)
  )
  if (file === undefined) return lowercaseExport.test(module)
  const [comment = ""] = /\/\*\*[\s\S]*?\*\//.exec(readFileSync(file, "utf8")) ?? []
  return comment.includes("@stability stable")
}

/** `pipe`, `flow`, `identity`: single functions that the root of effect exports itself. */
const lowercaseExport = /^effect\/[a-z]\w*$/
