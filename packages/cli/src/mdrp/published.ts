/** A set of days that figures were published for. */
export interface DaySet {
  /** In words, such as `all 240 days`. */
  readonly name: string
  readonly size: number
  /** Whether the instance of that name belongs to it. */
  readonly has: (instance: string) => boolean
  /** Mean floor of the whole set, in minutes: the nobody-can-beat that its figures are compared with. */
  readonly floorMean: number
}

/** Figures that others published, or that come from playing what they published; null: not told. */
export interface Published {
  readonly name: string
  readonly set: DaySet
  /** Where the figures come from, and what to know before comparing. */
  readonly source: string
  readonly lost: number | null
  /** Share of the orders, 0..1. */
  readonly lostShare: number | null
  readonly clickToDoorMean: number
  readonly clickToDoorP90: number | null
  readonly overageMean: number | null
  readonly readyToPickupMean: number | null
  readonly costPerOrder: number | null
}

/** Instances are called by seed, size, travel, schedule and preparation, such as 0o100t100s1p100. */
const ALL: DaySet = {
  name: "all 240 days",
  size: 240,
  has: (instance) => /^[0-9](o100|o50|r50)t(100|75)s[12]p(100|125)$/.test(instance),
  floorMean: 30.34
}
const BASE: DaySet = {
  name: "the ten base days",
  size: 10,
  has: (instance) => /^[0-9]o100t100s1p100$/.test(instance),
  floorMean: 29.25
}
const HALF: DaySet = {
  name: "the sixteen half-size days of seed 0",
  size: 16,
  has: (instance) => /^0[or]50t(100|75)s[12]p(100|125)$/.test(instance),
  floorMean: 29.99
}

const UNTOLD = {
  lost: null,
  lostShare: null,
  clickToDoorP90: null,
  overageMean: null,
  readyToPickupMean: null,
  costPerOrder: null
}
const REYES = "Reyes, Erera, Savelsbergh, Sahasrabudhe and O'Neil, The Meal Delivery Routing Problem, 2018"

const PUBLISHED: ReadonlyArray<Published> = [
  {
    ...UNTOLD,
    name: "Reyes 2018, on-line",
    set: HALF,
    source: `${REYES}, table 4, the on-line heuristic`,
    clickToDoorMean: 31.88
  },
  {
    ...UNTOLD,
    name: "clairvoyant optimum",
    set: HALF,
    source:
      `${REYES}, table 4, the exact optimum of somebody who knows the whole day beforehand and never prepositions: ` +
      "no bound for a policy that does preposition",
    clickToDoorMean: 30.67
  },
  {
    ...UNTOLD,
    name: "Reyes clone (SMU)",
    set: BASE,
    source: "a published clone of the algorithm of Reyes et al. (SMU)",
    lost: 430,
    clickToDoorMean: 35.39
  },
  {
    ...UNTOLD,
    name: "FoodMatch C++",
    set: BASE,
    source:
      "the authors' C++ of FoodMatch (Joshi et al., ICDE 2021), a round each minute, replayed on whole minutes",
    lost: 64,
    clickToDoorMean: 32.63
  },
  {
    name: "Reyes 2018, default",
    set: ALL,
    source: `${REYES}, default settings`,
    lost: null,
    lostShare: 0.0025,
    clickToDoorMean: 32.74,
    clickToDoorP90: 49.3,
    overageMean: 2.77,
    readyToPickupMean: 1.93,
    costPerOrder: 11.42
  },
  {
    name: "Reyes 2018, best",
    set: ALL,
    source: `${REYES}, the best variation`,
    lost: null,
    lostShare: 0.0026,
    clickToDoorMean: 32.58,
    clickToDoorP90: null,
    overageMean: 2.72,
    readyToPickupMean: 1.79,
    costPerOrder: 11.4
  }
]

/** A published row beside the days that were played. */
export interface ShownPublished extends Published {
  /** How many of the set's days were played. */
  readonly played: number
  /** Click-to-door above the floor of the whole set. */
  readonly excessMean: number
}

/**
 * What was published for these days: only figures of sets that hold every one of them, the smallest set first. An
 * instance is known by its name.
 */
export const publishedFor = (instances: ReadonlyArray<string>): ReadonlyArray<ShownPublished> =>
  PUBLISHED.filter(({ set }) => instances.every(set.has))
    .sort((a, b) => a.set.size - b.set.size)
    .map((row) => ({
      ...row,
      played: instances.length,
      excessMean: row.clickToDoorMean - row.set.floorMean
    }))
