import { Result } from "effect"
import { Limits } from "@hotbag/core"
import { BadInput, quoted } from "../exit.ts"

/** A seed: a whole number in plain digits, small enough to be exact. */
export const parseSeed = (text: string): Result.Result<number, BadInput> => {
  const seed = Number(text)
  return /^[0-9]+$/.test(text) && Number.isSafeInteger(seed)
    ? Result.succeed(seed)
    : Result.fail(
        new BadInput(
          "--seed",
          `${quoted(text)} is not a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`,
          "write plain digits, such as --seed 1"
        )
      )
}

/** Minutes such as `8` or `8.2`, from 0 to `most`. */
export const parseMinutes = (option: string, text: string, most: number): Result.Result<number, BadInput> => {
  const minutes = Number(text)
  return /^[0-9]+(\.[0-9]+)?$/.test(text) && minutes <= most
    ? Result.succeed(minutes)
    : Result.fail(
        new BadInput(
          option,
          `${quoted(text)} is not a number of minutes from 0 to ${most}`,
          `write it like ${option} 8.2`
        )
      )
}

/** A factor such as `0.5` or `10`: above 0, at most `Limits.scaleFactor`. */
export const parseFactor = (option: string, text: string): Result.Result<number, BadInput> => {
  const factor = Number(text)
  return /^[0-9]+(\.[0-9]+)?$/.test(text) && factor > 0 && factor <= Limits.scaleFactor
    ? Result.succeed(factor)
    : Result.fail(
        new BadInput(
          option,
          `${quoted(text)} is not a number above 0 and at most ${Limits.scaleFactor}`,
          `write it like ${option} 1.5`
        )
      )
}

/** Copies of a day side by side: a whole number from 2 to `Limits.dayCopies`. */
export const parseCopies = (text: string): Result.Result<number, BadInput> => {
  const copies = Number(text)
  return /^[0-9]+$/.test(text) && copies >= 2 && copies <= Limits.dayCopies
    ? Result.succeed(copies)
    : Result.fail(
        new BadInput(
          "--copies",
          `${quoted(text)} is not a whole number from 2 to ${Limits.dayCopies}`,
          "write plain digits, such as --copies 10"
        )
      )
}

/** Two or more different factors between commas, ascending whatever their sequence. */
export const parseFactors = (option: string, text: string): Result.Result<ReadonlyArray<number>, BadInput> =>
  Result.gen(function* () {
    const refuse = (what: string) =>
      Result.fail(new BadInput(option, what, `write them like ${option} 1.0,1.5,2.0`))
    const parts = text.split(",").map((part) => part.trim())
    if (parts.length > Limits.surgeFactors)
      return yield* refuse(`${parts.length} factors, at most ${Limits.surgeFactors} are played`)
    const factors: Array<number> = []
    for (const part of parts) factors.push(yield* parseFactor(option, part))
    const twice = factors.find((factor, i) => factors.indexOf(factor) !== i)
    if (twice !== undefined) return yield* refuse(`${twice} is there twice`)
    if (factors.length < 2)
      return yield* refuse(`${quoted(text)} is one factor, and a curve has two at least`)
    return factors.sort((a, b) => a - b)
  })
