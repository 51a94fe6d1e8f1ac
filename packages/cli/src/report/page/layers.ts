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
  /** Where the second and every further class begins; `null`: by what the city holds. */
  readonly breaks: ReadonlyArray<number> | null
}

/** Classes of a layer, from the palest to the darkest. */
export const CLASSES = 6

/** What the map can show. */
export const LAYERS: ReadonlyArray<Layer> = [
  {
    id: "demand",
    name: "Demand",
    about: "orders to doors in the cell",
    valueOf: ({ orders }) => orders,
    text: countText,
    breaks: null
  },
  {
    id: "supply",
    name: "Supply",
    about: "courier hours in the cell",
    valueOf: ({ courierHours }) => courierHours,
    text: (value) => decimalText(value, value < 10 ? 1 : 0),
    breaks: null
  },
  {
    id: "pressure",
    name: "Pressure",
    about: "orders for each courier hour in the cell",
    valueOf: ({ courierHours, orders }) => (orders === 0 ? null : orders / Math.max(courierHours, 0.1)),
    text: (value) => decimalText(value, 1),
    breaks: [0.5, 1, 2, 4, 8]
  },
  {
    id: "lateness",
    name: "Lateness",
    about: "minutes later than promised, mean of the deliveries",
    valueOf: ({ latenessMin }) => latenessMin,
    text: (value) => decimalText(value, value < 10 ? 1 : 0),
    breaks: [0.5, 1, 2, 5, 10]
  },
  {
    id: "lost",
    name: "Lost",
    about: "orders that no courier was found for",
    valueOf: ({ lost }) => lost,
    text: countText,
    breaks: [1, 2, 3, 5, 10]
  }
]

/** Where the classes of a layer begin, in a city of these cells: five numbers, rising. */
export const breaksOf = (layer: Layer, cells: ReadonlyArray<CellFigures>): ReadonlyArray<number> => {
  if (layer.breaks !== null) return layer.breaks
  let most = 0
  for (const cell of cells) most = Math.max(most, layer.valueOf(cell) ?? 0)
  const { top } = scaleTo(most)
  // By squares: most cells of a city are quiet, and a few are very busy.
  return Array.from({ length: CLASSES - 1 }, (_, i) => top * ((i + 1) / CLASSES) ** 2)
}

/** The class of a value, 0 to 5; -1: nothing to colour. */
export const classOf = (value: number | null, breaks: ReadonlyArray<number>): number => {
  if (value === null || value <= 0) return -1
  const next = breaks.findIndex((edge) => value < edge)
  return next < 0 ? breaks.length : next
}
