import { HOUR_MS, MINUTE_MS } from "@hotbag/core"
import type { City } from "@hotbag/sim"
import { BadInput } from "../exit.ts"
import type { NamedDesign } from "./CompareRequest.ts"

/**
 * Refuses experiments that could only ever see one of their arms in this city, and so had nothing to conclude from.
 *
 * @throws BadInput that says what is missing.
 */
export const refuseDesigns = (
  designs: ReadonlyArray<NamedDesign>,
  { fromMs, name, regions, toMs }: Pick<City, "fromMs" | "name" | "regions" | "toMs">
): void => {
  for (const { design, name: called } of designs) {
    if (design.kind === "ab" && design.unit === "region" && regions.length < 2)
      throw new BadInput(
        `--design ${called}`,
        `${name} has one region, and each arm needs one`,
        "name a scenario with two regions or more, or divide by ab, ab-courier or switchback"
      )
    if (design.kind === "switchback" && toMs - fromMs <= design.blockMs + design.burnInMs)
      throw new BadInput(
        `--design ${called}`,
        `demand lasts ${lengthText(toMs - fromMs)}, less than two blocks of ${lengthText(design.blockMs)}`,
        "play longer, or make --block shorter"
      )
  }
}

const lengthText = (ms: number): string =>
  ms % HOUR_MS === 0 ? `${ms / HOUR_MS} h` : `${Math.round(ms / MINUTE_MS)} min`
