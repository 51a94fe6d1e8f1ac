/** One index under test, holding all couriers of a case. Searches go by the number of the search in the case. */
export interface GeoContender {
  readonly name: string
  /** Every courier reports once. */
  readonly updateAll: () => void
  /** Looks for the 10 nearest couriers within 3 km, nearest first; returns how many they are. */
  readonly nearest: (search: number) => number
  /** Looks for all couriers within 3 km, in any sequence. */
  readonly within: (search: number) => number
  /** Whom the last search found, in the form in which the index hands them over. */
  readonly found: () => ArrayLike<number>
}

/** What is searched for. */
export const K = 10
export const RADIUS_M = 3_000
