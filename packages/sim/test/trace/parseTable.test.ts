import { Limits } from "@hotbag/core"
import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseTable } from "../../src/trace/parseTable.ts"
import { describeTraceProblem } from "../../src/trace/TraceProblem.ts"

const FORMAT = { file: "t.csv", separator: ",", columns: ["id", "x", "at"] } as const

const parse = (text: string) =>
  parseTable({ "t.csv": text }, FORMAT, (row) => ({
    id: row.newId("id"),
    x: row.number("x", { min: -5, max: 5, unit: "a number" }),
    atMs: row.clockMs("at")
  }))

const rowsOf = (text: string) => Result.getOrThrow(parse(text))
const problemOf = (text: string) =>
  Result.match(parse(text), { onFailure: describeTraceProblem, onSuccess: () => "read" })

describe("parseTable reads", () => {
  const plain = "id,x,at\na,1,0:00:10\nb,-2.5e0,23:59:59\n"
  const rows = [
    { id: "a", x: 1, atMs: 10_000 },
    { id: "b", x: -2.5, atMs: 86_399_000 }
  ]

  it.each([
    ["a plain table", plain],
    ["without the last line end", plain.trimEnd()],
    ["CRLF line ends", plain.replaceAll("\n", "\r\n")],
    ["a byte order mark", `\uFEFF${plain}`],
    ["blank lines", `\n${plain.replaceAll("\n", "\n\n  \n")}`],
    ["blanks around fields", plain.replaceAll(",", " , ")],
    ["zero-padded times", plain.replace("0:00:10", "00:00:10")]
  ])("%s", (_, text) => expect(rowsOf(text)).toEqual(rows))

  it("a header alone as no rows", () => expect(rowsOf("id,x,at\n")).toEqual([]))

  it("times after midnight as the next day's", () =>
    expect(rowsOf("id,x,at\na,1,25:00:00")[0]?.atMs).toBe(90_000_000))

  it("whatever was written by the same rules (law)", () => {
    const row = fc.record({
      id: fc.stringMatching(/^[a-z0-9#é"-]{1,8}$/),
      // Text has no -0.
      x: fc.double({ min: -5, max: 5, noNaN: true }).map((x) => x + 0),
      seconds: fc.nat(47 * 3_600)
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(row, { selector: ({ id }) => id }),
        fc.constantFrom("\n", "\r\n"),
        (given, end) => {
          const clock = (s: number) =>
            [Math.floor(s / 3_600), Math.floor(s / 60) % 60, s % 60]
              .map((n) => String(n).padStart(2, "0"))
              .join(":")
          const text = ["id,x,at", ...given.map(({ id, x, seconds }) => `${id},${x},${clock(seconds)}`)].join(
            end
          )
          expect(rowsOf(text)).toEqual(given.map(({ id, x, seconds }) => ({ id, x, atMs: seconds * 1_000 })))
        }
      )
    )
  })
})

describe("parseTable refuses, with file and line", () => {
  it.each([
    ["", 't.csv: empty; the header line "id,x,at" is expected'],
    ["\n\n", 't.csv: empty; the header line "id,x,at" is expected'],
    ["id,x\n", 't.csv line 1: 2 fields, expected 3: the header line "id,x,at"'],
    ["id,y,at\n", 't.csv line 1: the header says "y" where column x is expected'],
    ["id,x,at\na,1,0:00:00\nb,1", "t.csv line 3: 2 fields, expected 3"],
    ["id,x,at\n\na", "t.csv line 3: 1 field, expected 3"],
    ["id,x,at\na,1,0:00:00,", "t.csv line 2: 4 fields, expected 3"],
    ["id,x,at\na,1,0:00:00\na,1,0:00:00", "t.csv line 3: column id: a is there already, on line 2"],
    [
      "id,x,at\n,1,0:00:00",
      't.csv line 2: column id: "" is not an id: 1 to 64 characters, none of them blank'
    ],
    [
      "id,x,at\na b,1,0:00:00",
      't.csv line 2: column id: "a b" is not an id: 1 to 64 characters, none of them blank'
    ],
    ["id,x,at\na,NaN,0:00:00", 't.csv line 2: column x: "NaN" is not a number between -5 and 5'],
    ["id,x,at\na,Infinity,0:00:00", 't.csv line 2: column x: "Infinity" is not a number between -5 and 5'],
    ["id,x,at\na,1e999,0:00:00", 't.csv line 2: column x: "1e999" is not a number between -5 and 5'],
    ["id,x,at\na,0x1,0:00:00", 't.csv line 2: column x: "0x1" is not a number between -5 and 5'],
    ["id,x,at\na,5.1,0:00:00", 't.csv line 2: column x: "5.1" is not a number between -5 and 5'],
    ["id,x,at\na,,0:00:00", 't.csv line 2: column x: "" is not a number between -5 and 5'],
    ["id,x,at\na,1,0:60:00", 't.csv line 2: column at: "0:60:00" is not a time of day such as 9:05:00'],
    ["id,x,at\na,1,48:00:00", 't.csv line 2: column at: "48:00:00" is not a time of day such as 9:05:00'],
    ["id,x,at\na,1,9:05", 't.csv line 2: column at: "9:05" is not a time of day such as 9:05:00'],
    ["id,x,at\na,1,-1:00:00", 't.csv line 2: column at: "-1:00:00" is not a time of day such as 9:05:00']
  ])("%j", (text, problem) => expect(problemOf(text)).toBe(problem))

  it("a file that is not there", () => {
    expect(Result.isFailure(parseTable({}, FORMAT, () => 0))).toBe(true)
  })

  it("lines longer than the limit, before looking into them", () => {
    const long = "1".repeat(Limits.traceLineLength + 1)
    expect(problemOf(`id,x,at\na,1,0:00:00\n${long}`)).toMatch(
      /^t\.csv line 3: 2049 characters, at most 2048/
    )
  })

  it("with long fields cut and control characters escaped", () => {
    expect(problemOf(`id,x,at\n${"y".repeat(500)},1,0:00:00`)).toBe(
      `t.csv line 2: column id: "${"y".repeat(40)}…" is not an id: 1 to 64 characters, none of them blank`
    )
    expect(problemOf("id,x,at\n\u001b[31m,1,0:00:00")).toContain('"\\u001b[31m"')
  })
})
