/** One index under test, holding all couriers of a case. Searches go by the number of the search in the case. */
export interface GeoContender {
  readonly name: string
  /** Every courier reports once. */
  readonly updateAll: () => void
  /** The 10 nearest couriers within 3 km, nearest first. */
  readonly nearest: (search: number) => Found
  /** All couriers within 3 km, in any sequence. */
  readonly within: (search: number) => Found
}

/** Couriers that a search found: the first `length` are valid until the next search. */
export type Found = ArrayLike<number>

/** What is searched for. */
export const K = 10
export const RADIUS_M = 3_000
