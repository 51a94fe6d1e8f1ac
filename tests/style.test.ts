import { describe, expect, it } from "vitest"
import { checkStyle } from "../scripts/tidy/checkStyle.ts"
import { longFiles, maxFileLines, maxFunctionLines, medianLines } from "../scripts/tidy/rules/sizes.ts"
import { readRepository } from "../scripts/tidy/sources.ts"
import { showViolations } from "../scripts/tidy/Violation.ts"

describe("the house style", () => {
  const files = readRepository()

  it("holds in every file", () => {
    expect(showViolations(checkStyle(files))).toBe("")
  })

  it("keeps files small: half of them at most 120 lines", () => {
    expect(medianLines(files), longFiles(files).join("\n")).toBeLessThanOrEqual(120)
  })
})

const broken = (path: string, text: string) =>
  checkStyle([{ path, text }]).map(({ rule, line }) => `${line} ${rule}`)
const core = "packages/core/src/planted.ts"

describe("the style check goes red", () => {
  it.each([
    "const now = Date.now()",
    "const now = new Date()",
    "const x = Math.random()",
    "setTimeout(() => {}, 1)",
    "setInterval(() => {}, 1)",
    "const t = performance.now()",
    "const home = process.env.HOME",
    "crypto.getRandomValues(new Uint8Array(1))",
    "const c = globalThis.crypto",
    "console.log(1)",
    "const options = { process }",
    "names.sort((a, b) => a.localeCompare(b))",
    "const text = (1234).toLocaleString()",
    'const format = new Intl.NumberFormat("en")',
    'const format = new Intl.DateTimeFormat("en-US")',
    "const format = new Intl.DateTimeFormat(undefined, { timeZone: zone })",
    'const format = new Intl.DateTimeFormat("en-US", { year: "numeric" })',
    "const parts = format.formatToParts()"
  ])("when a deterministic room asks the machine: %s", (text) => {
    for (const room of ["core", "dispatch", "sim"]) {
      expect(broken(`packages/${room}/src/planted.ts`, text), room).toHaveLength(1)
    }
    expect(broken("packages/cli/src/planted.ts", text)).toEqual([])
    expect(broken("packages/sim/test/planted.test.ts", text)).toEqual([])
  })

  it.each([
    "const x: any = 1",
    "const f = (x: Array<any>) => x",
    "const x = y as number",
    "const x = y as unknown",
    "const x = <number>y",
    "const x = y!",
    "class A { x!: number }",
    "let x!: number",
    "// @ts-ignore\nconst x = 1",
    "/* @ts-nocheck */",
    "// oxlint-disable-next-line no-var\nconst x = 1",
    "// eslint-disable-line\nconst x = 1"
  ])("when a type is claimed and not proven: %s", (text) => {
    for (const path of [
      core,
      "packages/cli/test/planted.test.ts",
      "tests/planted.test.ts",
      "scripts/planted.ts"
    ]) {
      expect(broken(path, text), path).toHaveLength(1)
    }
  })

  it("when an expected error is shipped", () => {
    const text = "// @ts-expect-error\nconst x = 1"
    expect(broken(core, text)).toHaveLength(1)
    expect(broken("packages/core/test/planted.test.ts", text)).toEqual([])
  })

  it.each(["utils.ts", "common/thing.ts", "geo/helpers.ts", "helper.test.ts"])(
    "when a file is a drawer: %s",
    (name) => {
      expect(broken(`packages/core/src/${name}`, "")).toHaveLength(1)
    }
  )

  it("when a file is too long", () => {
    expect(broken(core, "// why\n".repeat(maxFileLines + 1))).toHaveLength(1)
    expect(broken(core, "// why\n".repeat(maxFileLines))).toEqual([])
  })

  it("when a function is too long", () => {
    const body = "  step()\n".repeat(maxFunctionLines - 1)
    for (const [open, close] of [
      ["const f = () => {", "}"],
      ["function f() {", "}"],
      ["class A { f() {", "} }"]
    ]) {
      expect(broken(core, `${open}\n${body}${close}`)).toHaveLength(1)
      expect(broken(core, `${open}\n${body.slice("  step()\n".length)}${close}`)).toEqual([])
      expect(broken("packages/core/test/planted.test.ts", `${open}\n${body}${close}`)).toEqual([])
    }
  })

  it.each([
    "const rider = 1",
    "const nearestDashers = 1",
    "const kRing = 1",
    "const x = { cookTimeMs: 1 }",
    "type KPI = 1"
  ])("when a word of another trade is used: %s", (text) => {
    expect(broken(core, text)).toHaveLength(1)
    expect(broken("packages/api/src/planted.ts", text)).toHaveLength(1)
  })

  it.each([
    "const job = 1",
    "const createdAt = 1",
    "const batch = []",
    "const order = { deliveryTimeMs: 1 }"
  ])("when the domain uses an ambiguous word: %s", (text) => {
    expect(broken(core, text)).toHaveLength(1)
    expect(broken("packages/adapters/src/planted.ts", text)).toEqual([])
  })

  it("when a limit has no reason", () => {
    const path = "packages/core/src/Limits.ts"
    expect(
      broken(path, "/** All. */\nexport const Limits = {\n  a: 1,\n  /** Why. */\n  b: 2\n} as const")
    ).toEqual(["3 a limit says why it is what it is"])
  })

  it.each([
    "export const x = 1",
    "export function f() {}",
    "export interface A {}",
    "export type A = 1",
    "export class A {}",
    "/** Far above. */\nconst y = 1\nexport const x = 1",
    "// No doc comment.\nexport const x = 1"
  ])("when a public export has no doc comment: %s", (text) => {
    const rules = (door: string) =>
      checkStyle([
        { path: "packages/core/src/index.ts", text: door },
        { path: core, text }
      ]).map(({ rule }) => rule)
    expect(rules('export * from "./planted.ts"')).toEqual(["a public export has a doc comment"])
    expect(rules("")).toEqual([])
  })

  it.each([
    ["see /wor", "k/main"],
    ["cd /hom", "e/somebody"],
    ["`/roo", "t/.cache`"],
    ["https://regis", "try.example.org/effect"],
    ["TO", "DO later"]
  ])("when a text speaks of one machine: %s%s", (start, end) => {
    expect(broken("docs/planted.md", `first line\n${start}${end}`)).toHaveLength(1)
    expect(broken(core, `// ${start}${end}`)).toHaveLength(1)
  })
})

describe("the style check stays green", () => {
  it.each([
    "const report = { process: 1, Date: 2 }\nreport.process + report.Date",
    "interface A { readonly performance: number }",
    "const x = [1, 2] as const",
    "const x = { a: 1 } satisfies object",
    "const x = !y",
    "const joblessness = 1; const batchWindowMs = 1; const restored = 1",
    "const Math2 = { random: 1 }",
    'const format: Intl.DateTimeFormat = new Intl.DateTimeFormat("en-US", { timeZone: zone })',
    "const parts = format.formatToParts(atMs)",
    'import { getHexagonEdgeLengthAvg } from "h3-js"\nconst edgeM = getHexagonEdgeLengthAvg(9, "m")',
    "// workers at home share the root of the tree; see docs/work-in-progress.md and ./root/x"
  ])("for %s", (text) => {
    expect(broken(core, text)).toEqual([])
  })
})
