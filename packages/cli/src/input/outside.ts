import { hourText, type OverlayReach } from "@hotbag/sim"
import { BadInput, quoted } from "../exit.ts"
import type { Window } from "./window.ts"

/** Something laid over a city, and what of it falls into the part of the day that is played. */
export interface Laid extends OverlayReach {
  readonly name: string
}

/**
 * Warnings, one for each of `laid` that does not act while people order.
 *
 * @param given how many of them, the last ones, were laid over by whoever asks; the others are the scenario's own.
 * @throws BadInput when every one that was given does nothing at all: the answer would be that nothing changes.
 */
export const outsideWarnings = (
  laid: ReadonlyArray<Laid>,
  given: number,
  window: Window
): ReadonlyArray<string> => {
  const asked = laid.slice(laid.length - given)
  if (asked.length > 0 && asked.every(({ reach }) => reach === "not"))
    throw new BadInput(
      "--with",
      `${asked.map(hours).join(" and ")} ${asked.length === 1 ? "is" : "are"} outside of ${demandText(window)}, and would do nothing`,
      "play a part of the day in which it happens (--from, --to), or another city"
    )
  return laid
    .filter(({ reach }) => reach !== "acts")
    .map(
      (each) =>
        `${hours(each)} is outside of ${demandText(window)}: ` +
        (each.reach === "hardly" ? "only the last deliveries meet it" : "it does nothing")
    )
}

const hours = ({ fromMs, name, toMs }: Laid): string =>
  `${quoted(name)}, ${hourText(fromMs)} to ${hourText(toMs)},`

const demandText = ({ fromMs, toMs }: Window): string =>
  `the demand that is played, ${hourText(fromMs)} to ${hourText(toMs)}`
