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
