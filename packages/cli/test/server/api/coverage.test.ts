import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"

/** What the server has to be proved to do, over HTTP; ranges include both ends. */
const REQUIRED =
  "S1–S12 S24–S26 S31–S39 S42–S50 S53–S64 S69 S84 S131 S132 S134 S139 S140 C1–C8 C14–C17 C27–C29"

/** Requirements that no test here can name, each with the reason. */
const ELSEWHERE: Readonly<Record<string, string>> = {}

const idsIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/\b([SC])(\d+)(?:–[SC](\d+))?\b/g)].flatMap(([, letter = "", first, last]) =>
    Array.from(
      { length: Number(last ?? first) - Number(first) + 1 },
      (_, n) => `${letter}${Number(first) + n}`
    )
  )

const folder = new URL("./", import.meta.url)

/** Names of tests: the first text after `it(` or after the table of `it.each`, and the first column of tables. */
const namesIn = (source: string): string =>
  [
    ...source.matchAll(
      /(?:it|describe)(?:\.each\([\s\S]*?\))?\(\s*(["`])([\s\S]*?)\1|^\s*\[\s*"([SC]\d[^"]*)"/gm
    )
  ]
    .map(([, , name, cell]) => name ?? cell)
    .join("\n")

describe("the requirements", () => {
  const named = new Set(
    readdirSync(folder)
      .filter((file) => file.endsWith(".ts") && file !== "coverage.test.ts")
      .flatMap((file) => idsIn(namesIn(readFileSync(new URL(file, folder), "utf8"))))
  )

  it("have a test that names them, or a reason why not", () => {
    expect(named.size).toBeGreaterThan(40)
    expect(idsIn(REQUIRED).filter((id) => !named.has(id) && ELSEWHERE[id] === undefined)).toEqual([])
  })

  it("have no reason that is no longer needed", () => {
    expect(Object.keys(ELSEWHERE).filter((id) => named.has(id))).toEqual([])
  })
})
