import { describe, expect, it } from "vitest"
import { checkImports, type Surroundings } from "../scripts/tidy/checkImports.ts"
import { rooms } from "../scripts/tidy/rooms.ts"
import { readRepository } from "../scripts/tidy/sources.ts"
import { realSurroundings } from "../scripts/tidy/surroundings.ts"
import { showViolations } from "../scripts/tidy/Violation.ts"

describe("the arrows of the house", () => {
  it("hold in every file", () => {
    expect(showViolations(checkImports(readRepository(), realSurroundings()))).toBe("")
  })

  it("name every room that exists, and no package that does not", () => {
    const existing = new Set(
      readRepository().flatMap(({ path }) => /^packages\/([^/]+)\/package\.json$/.exec(path)?.[1] ?? [])
    )
    const named = rooms.map(({ name }) => name)
    expect([...existing].filter((name) => !named.includes(name))).toEqual([])
    expect(rooms.flatMap(({ mayImport }) => mayImport).filter((name) => !named.includes(name))).toEqual([])
  })

  it("point inward only: no room is reachable from itself", () => {
    const reach = (name: string, seen: ReadonlySet<string>): ReadonlySet<string> =>
      (rooms.find((room) => room.name === name)?.mayImport ?? []).reduce(
        (all, next) => (all.has(next) ? all : reach(next, new Set([...all, next]))),
        seen
      )
    expect(rooms.filter(({ name }) => reach(name, new Set()).has(name))).toEqual([])
  })
})

const everything: Surroundings = {
  declared: () => ({ shipped: { has: () => true }, all: { has: () => true } }),
  isStable: realSurroundings().isStable
}

const rulesBroken = (path: string, text: string, surroundings: Surroundings = everything) =>
  checkImports([{ path, text }], surroundings).map(({ rule }) => rule)

describe("the import check goes red", () => {
  it.each([
    ["core", "dispatch"],
    ["dispatch", "sim"],
    ["services", "adapters"],
    ["sim", "adapters"],
    ["sim", "services"],
    ["adapters", "sim"],
    ["api", "dispatch"],
    ["console", "services"],
    ["core", "cli"],
    ["cli", "benchmarks"]
  ])("when %s imports %s", (from, to) => {
    for (const statement of [
      `import { x } from "@hotbag/${to}"`,
      `import type { x } from "@hotbag/${to}"`,
      `export * from "@hotbag/${to}"`,
      `export const load = () => import("@hotbag/${to}")`,
      `export type X = import("@hotbag/${to}").X`
    ]) {
      expect(rulesBroken(`packages/${from}/src/planted.ts`, statement), statement).toHaveLength(1)
    }
    expect(
      rulesBroken(`packages/${from}/test/planted.test.ts`, `import { x } from "@hotbag/${to}"`)
    ).toHaveLength(1)
  })

  it.each([
    "import * as Effect from 'effect/Effect'",
    "import { Effect } from 'effect'",
    "import * as all from 'effect'"
  ])("when a pure room writes %s", (statement) => {
    expect(rulesBroken("packages/core/src/planted.ts", statement)).toHaveLength(1)
    expect(rulesBroken("packages/dispatch/src/planted.ts", statement)).toHaveLength(1)
  })

  it.each([
    "import { HttpClient } from 'effect/http'",
    "import { FileSystem } from 'effect'",
    "import * as FileSystem from 'effect/FileSystem'",
    "import 'effect/schema/SchemaJITCompiler/enable'",
    "import { NodeServices } from '@effect/platform-node'",
    "import * as all from 'effect'"
  ])("when an unstable module leaves its rooms: %s", (statement) => {
    for (const room of ["services", "sim", "console"]) {
      expect(rulesBroken(`packages/${room}/src/planted.ts`, statement), room).toHaveLength(1)
    }
    for (const room of ["api", "adapters", "cli"]) {
      expect(rulesBroken(`packages/${room}/src/planted.ts`, statement), room).toEqual([])
    }
  })

  it("when a deterministic room imports Node, or anybody without the prefix", () => {
    for (const room of ["core", "dispatch", "sim"]) {
      expect(
        rulesBroken(`packages/${room}/src/planted.ts`, 'import { readFileSync } from "node:fs"')
      ).toHaveLength(1)
      expect(
        rulesBroken(`packages/${room}/test/planted.test.ts`, 'import { readFileSync } from "node:fs"')
      ).toEqual([])
    }
    expect(rulesBroken("packages/cli/src/planted.ts", 'import { readFileSync } from "fs"')).toHaveLength(1)
  })

  it("when a package is imported that the manifest does not name", () => {
    const nothing: Surroundings = {
      ...everything,
      declared: () => ({ shipped: new Set(), all: new Set(["vitest"]) })
    }
    expect(rulesBroken("packages/core/src/planted.ts", 'import RBush from "rbush"', nothing)).toHaveLength(1)
    expect(rulesBroken("packages/core/src/planted.ts", 'import { it } from "vitest"', nothing)).toHaveLength(
      1
    )
    expect(rulesBroken("packages/core/test/planted.test.ts", 'import { it } from "vitest"', nothing)).toEqual(
      []
    )
  })

  it("when somebody reaches into another package, or out of what is shipped", () => {
    expect(rulesBroken("packages/sim/src/planted.ts", 'import "@hotbag/core/geo/LatLng"')).toHaveLength(1)
    expect(rulesBroken("packages/sim/src/planted.ts", 'import "../../core/src/At.ts"')).toHaveLength(1)
    expect(rulesBroken("benchmarks/src/planted.ts", 'import "../../packages/core/src/At.ts"')).toHaveLength(1)
    expect(rulesBroken("packages/sim/src/planted.ts", 'import "../test/cases.ts"')).toHaveLength(1)
    expect(rulesBroken("packages/sim/src/planted.ts", 'import "../../../scripts/docs.ts"')).toHaveLength(1)
    expect(rulesBroken("packages/sim/test/planted.test.ts", 'import "../src/index.ts"')).toEqual([])
    const suite = 'import "../../services/test/cases/caseStoreCases.ts"'
    expect(rulesBroken("packages/adapters/test/planted.test.ts", suite)).toEqual([])
    expect(rulesBroken("packages/adapters/src/planted.ts", suite)).toHaveLength(1)
    expect(rulesBroken("packages/sim/test/planted.test.ts", suite)).toHaveLength(1)
    expect(
      rulesBroken("packages/adapters/test/planted.test.ts", 'import "../../services/test/cases/place.ts"')
    ).toHaveLength(1)
  })

  it("when an import cannot be read", () => {
    expect(rulesBroken("packages/cli/src/planted.ts", "await import(process.argv[2])")).toHaveLength(1)
  })
})

describe("the import check stays green", () => {
  it("where a module of the user is read, whose name nobody knows", () => {
    expect(rulesBroken("packages/cli/src/input/scenarioFile.ts", "await import(file)")).toEqual([])
  })

  it.each([
    ["packages/core/src/planted.ts", 'import { Schema, Result } from "effect"'],
    ["packages/dispatch/src/planted.ts", 'import { at } from "@hotbag/core"'],
    ["packages/services/src/planted.ts", 'import { Context, Layer, Effect, Stream, pipe } from "effect"'],
    ["packages/services/src/planted.ts", 'import * as Schedule from "effect/Schedule"'],
    ["packages/sim/src/system/planted.ts", 'import { Orders } from "@hotbag/services"'],
    ["packages/cli/src/planted.ts", 'import manifest from "../package.json" with { type: "json" }'],
    ["packages/core/test/planted.test.ts", 'import { at } from "@hotbag/core"'],
    ["packages/core/test/planted.test.ts", 'import { documents } from "../../../scripts/docs.ts"']
  ])("for %s with %s", (path, statement) => {
    expect(rulesBroken(path, statement)).toEqual([])
  })
})
