import { DAY_MS, HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { hourText } from "@hotbag/sim"
import { Result } from "effect"
import { BadInput, quoted } from "../exit.ts"

/** A part of the day; milliseconds since the midnight that starts it. */
export interface Window {
  readonly fromMs: number
  readonly toMs: number
}

/** A time of day as `HH:MM`, 00:00 to 24:00, in ms. */
export const parseTimeOfDay = (option: string, text: string): Result.Result<number, BadInput> => {
  const parts = /^([0-9]{1,2}):([0-5][0-9])$/.exec(text)
  const atMs = parts === null ? Number.NaN : Number(parts[1]) * HOUR_MS + Number(parts[2]) * MINUTE_MS
  return atMs <= DAY_MS
    ? Result.succeed(atMs)
    : Result.fail(
        new BadInput(
          option,
          `${quoted(text)} is not a time of day`,
          `write hours and minutes from 00:00 to 24:00, such as ${option} 18:30`
        )
      )
}

/** The part of the day between two times of day; `otherwise` gives the end that is left out. */
export const parseWindow = (
  from: string | undefined,
  to: string | undefined,
  otherwise: Window
): Result.Result<Window, BadInput> =>
  Result.gen(function* () {
    const fromMs = from === undefined ? otherwise.fromMs : yield* parseTimeOfDay("--from", from)
    const toMs = to === undefined ? otherwise.toMs : yield* parseTimeOfDay("--to", to)
    if (fromMs < toMs) return { fromMs, toMs }
    return yield* Result.fail(
      new BadInput(
        "--from --to",
        `${hourText(fromMs)} is not before ${hourText(toMs)}`,
        "give both ends of a window within one day, such as --from 11:00 --to 14:00"
      )
    )
  })
