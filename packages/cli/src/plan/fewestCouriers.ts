import type { Tried } from "./Plan.ts"

/** How far couriers are looked for. */
export interface CourierSearch {
  /** Greatest multiple that is tried. */
  readonly most: number
  /** Least multiple that is tried: nobody plans with fewer. */
  readonly least: number
  /** Multiples are told apart to this much, relative. */
  readonly precision: number
}

/**
 * The least multiple of the couriers with which no objective misses any, by doubling (or halving) from what there is and then halving
 * the gap. Takes for granted that more couriers are never worse. Null when the greatest multiple is not enough: then it is
 * not couriers that are missing.
 */
export const fewestCouriers = async (
  play: (couriersX: number) => Promise<Tried>,
  { least, most, precision }: CourierSearch
): Promise<{ readonly found: Tried | null; readonly tried: ReadonlyArray<Tried> }> => {
  const tried: Array<Tried> = []
  const attempt = async (couriersX: number) => {
    const result = await play(rounded(couriersX))
    tried.push(result)
    return result
  }
  const byCouriers = () => tried.toSorted((a, b) => a.couriersX - b.couriersX)
  let found = await attempt(1)
  let tooFew = found.missing.length > 0 ? 1 : 0
  while (found.missing.length > 0) {
    if (tooFew >= most) return { found: null, tried: byCouriers() }
    found = await attempt(Math.min(most, tooFew * 2))
    if (found.missing.length > 0) tooFew = found.couriersX
  }
  // Everything is kept as it is: how much less would do?
  while (tooFew === 0 && found.couriersX / 2 >= least) {
    const half = await attempt(found.couriersX / 2)
    if (half.missing.length > 0) tooFew = half.couriersX
    else found = half
  }
  if (tooFew === 0) tooFew = Math.min(least, found.couriersX)
  while (found.couriersX / tooFew > 1 + precision) {
    const between = rounded((found.couriersX + tooFew) / 2)
    if (between >= found.couriersX || between <= tooFew) break
    const middle = await attempt(between)
    if (middle.missing.length > 0) tooFew = middle.couriersX
    else found = middle
  }
  return { found, tried: byCouriers() }
}

/** To hundredths: what one can type. */
const rounded = (couriersX: number): number => Math.round(couriersX * 100) / 100
