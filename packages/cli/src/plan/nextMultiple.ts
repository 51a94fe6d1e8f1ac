/** How far couriers are looked for. */
export interface CourierSearch {
  /** Greatest multiple that is tried. */
  readonly most: number
  /** Least multiple that is tried: nobody plans with fewer. */
  readonly least: number
  /** Multiples are told apart to this much, relative. */
  readonly precision: number
  /** The multiple to begin with. */
  readonly start: number
  /** How far to go from a first guess, relative; twice as far (as a power) each time. */
  readonly step: number
}

/** What is known of one multiple. */
export interface Known {
  readonly couriersX: number
  /** Whether it is enough. */
  readonly enough: boolean
  /** The multiple that this run guesses would do; null: it cannot tell. */
  readonly likelyX: number | null
}

/** What to do next: try a multiple, or stop. */
export type Next =
  | { readonly kind: "try"; readonly couriersX: number }
  | { readonly kind: "found"; readonly couriersX: number }
  | { readonly kind: "none" }

/**
 * Where to look next for the least multiple of the couriers that is enough, given what is known: a guess of the first runs, then
 * farther and farther from it until there is a multiple on either side, then between them. Takes for granted that more couriers are
 * never worse: what is below one that is too few is not believed. Pure, so what comes after either outcome of a run is known before it ends.
 */
export const nextMultiple = (known: ReadonlyArray<Known>, search: CourierSearch): Next => {
  const { least, most, precision, start, step } = search
  if (known.length === 0) return { kind: "try", couriersX: start }
  const tooFew = Math.max(0, ...known.filter(({ enough }) => !enough).map(({ couriersX }) => couriersX))
  const enoughs = known.filter(({ couriersX, enough }) => enough && couriersX > tooFew)
  const enough = Math.min(Infinity, ...enoughs.map(({ couriersX }) => couriersX))
  const guess = known.find(({ couriersX }) => couriersX === (enoughs.length === 0 ? tooFew : enough))?.likelyX
  if (enoughs.length === 0) {
    if (tooFew >= most) return { kind: "none" }
    const farther = tooFew * growth(step, known.length)
    return { kind: "try", couriersX: Math.min(most, roundedUp(Math.max(farther, guess ?? 0))) }
  }
  if (tooFew === 0) {
    if (enough <= least) return { kind: "found", couriersX: enough }
    const nearer = enough / growth(step, enoughs.length)
    const guessed = enoughs.length === 1 ? Math.min(nearer, guess ?? nearer) : nearer
    return { kind: "try", couriersX: Math.max(least, rounded(guessed)) }
  }
  if (enough / tooFew <= 1 + precision) return { kind: "found", couriersX: enough }
  const between = rounded(Math.max(Math.sqrt(enough * tooFew), enough / growth(step, enoughs.length)))
  return between >= enough || between <= tooFew
    ? { kind: "found", couriersX: enough }
    : { kind: "try", couriersX: between }
}

/** The next multiple of a fleet that is not enough. */
export const oneMore = (couriersX: number, { most, precision }: CourierSearch): number =>
  Math.min(most, roundedUp(couriersX * (1 + precision)))

/** The step, its square, its fourth power, and so on; never more than double. */
const growth = (step: number, times: number): number => Math.min(2, step ** (2 ** (times - 1)))

/** To hundredths, and below 1 to thousandths: what one can type. */
const rounded = (couriersX: number): number =>
  Math.round(couriersX * digitsOf(couriersX)) / digitsOf(couriersX)

const roundedUp = (couriersX: number): number =>
  Math.ceil(couriersX * digitsOf(couriersX) - 1e-9) / digitsOf(couriersX)

const digitsOf = (couriersX: number): number => (couriersX < 1 ? 1_000 : 100)
