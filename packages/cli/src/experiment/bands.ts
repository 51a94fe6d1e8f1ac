import { at } from "@hotbag/core"
import type { PlayedEntrant } from "./playEntrants.ts"

/** What an entrant's runs did over time: the middle of them, and the band that four of five lie in. */
export interface Band {
  readonly entrant: string
  readonly low: ReadonlyArray<number | null>
  readonly median: ReadonlyArray<number | null>
  readonly high: ReadonlyArray<number | null>
}

/** A figure over the evening, of every entrant that was played. */
export interface BandFigure {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly atMs: ReadonlyArray<number>
  readonly bands: ReadonlyArray<Band>
}

/** Shares of the seeds below the band, at its middle, and below its upper edge. */
const [LOW, MIDDLE, HIGH] = [0.1, 0.5, 0.9]

const FIGURES = [
  { id: "open", of: "open", title: "Open orders", about: "orders placed and not yet ended" },
  {
    id: "click-to-door",
    of: "clickToDoor",
    title: "Click-to-door",
    about: "minutes from order to door, median of what was delivered, by the time of delivery"
  },
  { id: "idle", of: "idle", title: "Couriers idle", about: "couriers on shift with nothing to do" }
] as const

/**
 * Three figures over time, median and band over the seeds at every moment at which at least half of an entrant's runs have
 * something to tell. Entrants that were recorded have none; empty when nobody was played. O(runs · looks · log runs).
 */
export const bandsOf = (entrants: ReadonlyArray<PlayedEntrant>, fromMs: number): ReadonlyArray<BandFigure> =>
  FIGURES.flatMap(({ about, id, of, title }): ReadonlyArray<BandFigure> => {
    const played = entrants.flatMap(({ entrant, runs }) => {
      const curves = runs.flatMap((run) => run.curves ?? [])
      return curves.length === 0 ? [] : [{ name: entrant.name, curves }]
    })
    const [some] = played[0]?.curves ?? []
    if (some === undefined) return []
    const [stepMs, offset] = of === "clickToDoor" ? [some.doorStepMs, 1] : [some.stepMs, 0]
    const bands = played.map(({ curves, name }) =>
      bandOf(
        name,
        curves.map((run) => run[of])
      )
    )
    const looks = Math.max(...bands.map(({ median }) => median.length))
    return [
      {
        id,
        title,
        about,
        bands,
        atMs: Array.from({ length: looks }, (_, i) => fromMs + (i + offset) * stepMs)
      }
    ]
  })

const bandOf = (entrant: string, runs: ReadonlyArray<ReadonlyArray<number | null>>): Band => {
  const looks = Math.max(0, ...runs.map((values) => values.length))
  const sorted = Array.from({ length: looks }, (_, look) =>
    runs.flatMap((values) => values[look] ?? []).sort((a, b) => a - b)
  )
  const edge = (share: number) =>
    sorted.map((values) => (2 * values.length < runs.length ? null : quantile(values, share)))
  return { entrant, low: edge(LOW), median: edge(MIDDLE), high: edge(HIGH) }
}

/** Between the nearest two values, by their places (Hyndman and Fan 1996, type 7). */
const quantile = (sorted: ReadonlyArray<number>, share: number): number | null => {
  if (sorted.length === 0) return null
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.min(sorted.length - 1, below + 1)
  return at(sorted, below) + (place - below) * (at(sorted, above) - at(sorted, below))
}
