import { isBuiltin } from "node:module"
import { posix } from "node:path"
import { importsOf, type Import } from "./importsOf.ts"
import { exceptions, pureEffectModules, roomOf, type Room } from "./rooms.ts"
import { isTypeScript, type SourceFile } from "./sources.ts"
import type { Violation } from "./Violation.ts"

type Names = Pick<ReadonlySet<string>, "has">

/** What the check must know besides the files. */
export interface Surroundings {
  /** Names a file of this room may import from `node_modules`: `shipped` from src, `all` also from tests. */
  readonly declared: (room: string) => { readonly shipped: Names; readonly all: Names }
  /** Whether a module of effect, such as `effect/http` or `effect/Stream`, carries the tag `@stability stable`. */
  readonly isStable: (module: string) => boolean
}

/** Every import that breaks an arrow, reaches into another package, is not declared, or touches what it must not. */
export const checkImports = (
  files: ReadonlyArray<SourceFile>,
  surroundings: Surroundings
): ReadonlyArray<Violation> =>
  files.filter(isTypeScript).flatMap((file) => {
    const room = roomOf(file.path)
    if (room === undefined) return []
    return importsOf(file).flatMap((each) =>
      rulesFor(file.path, room, each, surroundings).map((rule) => ({
        path: file.path,
        line: each.line,
        rule,
        found: `${each.names.join(", ")} from "${each.specifier}"`
      }))
    )
  })

/** These import modules of the user, whose names nobody knows. */
const FOR_USERS: ReadonlySet<string> = new Set(["packages/cli/src/input/scenarioFile.ts"])

const rulesFor = (
  path: string,
  room: Room,
  each: Import,
  surroundings: Surroundings
): ReadonlyArray<string> => {
  const { specifier } = each
  if (specifier === "?")
    return FOR_USERS.has(path) ? [] : ["import a literal, so that the arrows can be checked"]
  if (specifier.startsWith(".") || specifier.startsWith("/")) return relative(path, room, specifier)
  const isShipped = path.includes("/src/")
  if (isBuiltin(specifier)) return builtin(room, specifier, isShipped)
  const name = packageName(specifier)
  const broken: Array<string> = []
  const { shipped, all } = surroundings.declared(room.name)
  if (!(isShipped && room.name !== "benchmarks" ? shipped : all).has(name)) {
    broken.push(`${name} is not declared in the package.json of ${room.name}`)
  }
  if (name.startsWith("@hotbag/")) broken.push(...arrow(path, room, specifier, isShipped))
  if (isShipped && isEffect(name)) broken.push(...effect(room, each, surroundings))
  return broken
}

const relative = (path: string, room: Room, specifier: string): ReadonlyArray<string> => {
  const home = room.name === "benchmarks" ? "benchmarks/" : `packages/${room.name}/`
  const target = posix.join(posix.dirname(path), specifier)
  // What the tools generate from a package is tested beside the package.
  if (target.startsWith("scripts/") && path.startsWith(`${home}test/`)) return []
  // The case suite of a port runs on every implementation of it, wherever that is.
  const [, owner] = /^packages\/([^/]+)\/test\/.*Cases\.ts$/.exec(target) ?? []
  if (owner !== undefined && owner !== room.name && path.startsWith(`${home}test/`)) {
    return room.mayImport.includes(owner) ? [] : [`${room.name} may not import ${owner}`]
  }
  if (!target.startsWith(home)) return ["import another package by its name"]
  if (path.startsWith(`${home}src/`) && !target.startsWith(`${home}src/`)) {
    // The version of a package stands in its manifest, which is shipped too.
    return target === `${home}package.json` ? [] : ["shipped files import shipped files only"]
  }
  return []
}

const builtin = (room: Room, specifier: string, isShipped: boolean): ReadonlyArray<string> => {
  if (!specifier.startsWith("node:")) return [`write node:${specifier}`]
  return isShipped && room.isDeterministic ? [`${room.name} imports nothing of Node`] : []
}

const arrow = (path: string, room: Room, specifier: string, isShipped: boolean): ReadonlyArray<string> => {
  const [, target = "", ...rest] = specifier.split("/")
  const broken: Array<string> = []
  if (rest.length > 0) broken.push("import a package by its name only, not what is inside")
  const extra = exceptions.find(({ folder }) => path.startsWith(folder))?.mayImport ?? []
  const isOwnTest = target === room.name && !isShipped
  if (!isOwnTest && !room.mayImport.includes(target) && !extra.includes(target)) {
    broken.push(`${room.name} may import ${room.mayImport.join(", ") || "no other package"}`)
  }
  return broken
}

const isEffect = (name: string): boolean => name === "effect" || name.startsWith("@effect/")

const effect = (room: Room, each: Import, { isStable }: Surroundings): ReadonlyArray<string> => {
  const { specifier, names } = each
  if (room.isPure) {
    const isAllowed = specifier === "effect" && names.every((name) => pureEffectModules.includes(name))
    return isAllowed
      ? []
      : [`${room.name} imports from "effect" only ${pureEffectModules.join(", ")}, by name`]
  }
  if (room.mayUseUnstable) return []
  // Packages beside effect wrap the platform and are as unstable as what they wrap.
  const modules = specifier === "effect" ? names.map((name) => `effect/${name}`) : [specifier]
  return modules
    .filter((module) => !isStable(module))
    .map((module) => `${module} is not tagged stable; only api, adapters and cli may import it`)
}

const packageName = (specifier: string): string =>
  specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/")
