import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { knownName } from "../../src/input/known.ts"
import { parseFactor, parseSeed } from "../../src/input/numbers.ts"
import { parseTimeOfDay, parseWindow } from "../../src/input/window.ts"

const messageOf = (result: Result.Result<unknown, Error>) =>
  Result.isFailure(result) ? result.failure.message : "accepted"

describe("--seed", () => {
  it("takes every whole number that is exact", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (seed) => {
        expect(parseSeed(String(seed))).toEqual(Result.succeed(seed))
      })
    )
  })

  it.each([
    "",
    " ",
    "1e3",
    "-1",
    "+1",
    "0x10",
    "1.0",
    "1 ",
    "NaN",
    "Infinity",
    "1_000",
    String(2 ** 60),
    "٣"
  ])("refuses %j", (text) => {
    expect(messageOf(parseSeed(text))).toMatch(
      /^--seed: ".*" is not a whole number from 0 to 9007199254740991; write plain digits, such as --seed 1$/
    )
  })
})

describe("factors", () => {
  it.each([
    ["1", 1],
    ["0.25", 0.25],
    ["100", 100]
  ])("takes %s", (text, factor) => {
    expect(parseFactor("--orders-x", text)).toEqual(Result.succeed(factor))
  })

  it.each(["0", "0.0", "-1", "NaN", "Infinity", "100.1", "1e1", "1,5", "x2", ""])("refuses %j", (text) => {
    expect(messageOf(parseFactor("--orders-x", text))).toBe(
      `--orders-x: ${JSON.stringify(text)} is not a number above 0 and at most 100; write it like --orders-x 1.5`
    )
  })
})

describe("--from and --to", () => {
  const dinner = { fromMs: 17 * 3_600_000, toMs: 22 * 3_600_000 }

  it("take every minute of the day, and its end", () => {
    for (let minute = 0; minute <= 1440; minute++) {
      const two = (value: number) => Math.floor(value).toString().padStart(2, "0")
      expect(parseTimeOfDay("--from", `${two(minute / 60)}:${two(minute % 60)}`)).toEqual(
        Result.succeed(minute * 60_000)
      )
    }
  })

  it.each(["24:01", "12:60", "99:00", "1230", "12:3", "12.30", "-1:00", "12:30:00", "noon", ""])(
    "refuse %j",
    (text) => {
      expect(messageOf(parseWindow(text, "24:00", dinner))).toMatch(
        /^--from: .* is not a time of day; write hours/
      )
      expect(messageOf(parseWindow("00:00", text, dinner))).toMatch(
        /^--to: .* is not a time of day; write hours/
      )
    }
  )

  it.each([
    ["18:00", "17:00", "18:00 is not before 17:00"],
    ["18:00", "18:00", "18:00 is not before 18:00"],
    ["23:00", undefined, "23:00 is not before 22:00"],
    [undefined, "14:00", "17:00 is not before 14:00"]
  ])("refuse %s to %s", (from, to, what) => {
    expect(messageOf(parseWindow(from, to, dinner))).toBe(
      `--from --to: ${what}; give both ends of a window within one day, such as --from 11:00 --to 14:00`
    )
  })

  it("may be left out, each", () => {
    expect(parseWindow(undefined, undefined, dinner)).toEqual(Result.succeed(dinner))
    expect(parseWindow("18:00", undefined, dinner)).toEqual(
      Result.succeed({ fromMs: 18 * 3_600_000, toMs: dinner.toMs })
    )
    expect(parseWindow(undefined, "18:30", dinner)).toEqual(
      Result.succeed({ fromMs: dinner.fromMs, toMs: 18.5 * 3_600_000 })
    )
  })
})

describe("names", () => {
  const known = [{ name: "nearest" }, { name: "scored" }, { name: "assignment" }]

  it("are found as they are written", () => {
    expect(knownName("--policy", "scored", known)).toEqual(Result.succeed({ name: "scored" }))
  })

  it("are guessed when misspelt, and listed in any case", () => {
    expect(messageOf(knownName("--policy", "asignmnet", known))).toBe(
      '--policy: there is no "asignmnet"; did you mean assignment? known: nearest, scored, assignment'
    )
    expect(messageOf(knownName("--policy", "", known))).toBe(
      '--policy: there is no ""; known: nearest, scored, assignment'
    )
  })

  it("make one printable line, whatever was typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (name) => {
        expect(messageOf(knownName("--policy", name, known))).not.toMatch(/\p{Cc}/u)
        expect(messageOf(parseSeed(`x${name}`)).length).toBeLessThan(700)
      })
    )
  })
})
