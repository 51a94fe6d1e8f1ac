import type { CellFigures } from "@hotbag/sim"
import { countText, decimalText } from "@hotbag/sim"
import { scaleTo } from "../../mdrp/svg.ts"

/** One way to colour the map. */
export interface Layer {
  readonly id: "demand" | "supply" | "pressure" | "lateness" | "lost"
  readonly name: string
  /** What a colour stands for. */
  readonly about: string
  readonly valueOf: (cell: CellFigures) => number | null
  readonly text: (value: number) => string
  /** Whether values are counts, so that there is nothing between 0 and 1. */
  readonly whole: boolean
  /** Where the second and every further class begins; `null`: by what the city holds. */
  readonly breaks: ReadonlyArray<number> | null
}

/** Classes of a layer, from the palest to the darkest. */
const CLASSES = 6

/** What the map can show. */
export const LAYERS: ReadonlyArray<Layer> = [
  {
    id: "demand",
    name: "Demand",
    about: "orders to doors in the cell",
    valueOf: ({ orders }) => orders,
    text: countText,
    whole: true,
    breaks: null
  },
  {
    id: "supply",
    name: "Supply",
    about: "courier hours in the cell",
    valueOf: ({ courierHours }) => courierHours,
    text: (value) => decimalText(value, value < 10 ? 1 : 0),
    whole: false,
    breaks: null
  },
  {
    id: "pressure",
    name: "Pressure",
    about: "orders for each courier hour in the cell",
    valueOf: ({ courierHours, orders }) => (orders === 0 ? null : orders / Math.max(courierHours, 0.1)),
    text: (value) => decimalText(value, 1),
    whole: false,
    breaks: [0.5, 1, 2, 4, 8]
  },
  {
    id: "lateness",
    name: "Lateness",
    about: "minutes later than promised, mean of the deliveries",
    valueOf: ({ latenessMin }) => latenessMin,
    text: (value) => decimalText(value, value < 10 ? 1 : 0),
    whole: false,
    breaks: [0.5, 1, 2, 5, 10]
  },
  {
    id: "lost",
    name: "Lost",
    about: "orders that no courier was found for",
    valueOf: ({ lost }) => lost,
    text: countText,
    whole: true,
    breaks: [1, 2, 3, 5, 10]
  }
]

/** Where the second and every further class of a layer begins, in a city of these cells: five numbers, rising or alike. */
export const breaksOf = (layer: Layer, cells: ReadonlyArray<CellFigures>): ReadonlyArray<number> => {
  if (layer.breaks !== null) return layer.breaks
  let most = 0
  for (const cell of cells) most = Math.max(most, layer.valueOf(cell) ?? 0)
  const { top } = scaleTo(most)
  // By squares: most cells of a city are quiet, and a few are very busy.
  const edges = Array.from({ length: CLASSES - 1 }, (_, i) => top * ((i + 1) / CLASSES) ** 2)
  return layer.whole ? edges.map(Math.ceil) : edges
}

/** A class that something can be in, and what a legend calls it. */
interface LegendEntry {
  readonly class: number
  readonly text: string
}

/** The legend of a layer: where each class begins, without the classes that its values cannot be in. */
export const legendOf = (layer: Layer, breaks: ReadonlyArray<number>): ReadonlyArray<LegendEntry> =>
  Array.from({ length: CLASSES }, (_, i): LegendEntry => {
    const from = layer.text(breaks[i - 1] ?? (layer.whole ? 1 : 0))
    const next = breaks[i]
    if (next === undefined) return { class: i, text: `${from} and more` }
    if (layer.text(next) === from) return { class: i, text: "" }
    return { class: i, text: i === 0 && !layer.whole ? "above 0" : from }
  }).filter(({ text }) => text !== "")

/** The class of a value, 0 to 5; -1: nothing to colour. */
export const classOf = (value: number | null, breaks: ReadonlyArray<number>): number => {
  if (value === null || value <= 0) return -1
  const next = breaks.findIndex((edge) => value < edge)
  return next < 0 ? breaks.length : next
}
