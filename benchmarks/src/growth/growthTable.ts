import { Schema } from "effect"
import { readResults } from "../results.ts"
import { PlayedSize } from "./PlayedSize.ts"

/** Every size that was recorded, once each, as they were played; empty when none was. */
export const recordedSizes = (): ReadonlyArray<PlayedSize> => {
  const details = (readResults("growth")?.cases ?? []).flatMap(({ details = [] }) => details)
  const sizes = new Map<string, PlayedSize>()
  for (const size of decodeSizes(details)) sizes.set(`${size.policy} ${size.factor}`, size)
  return [...sizes.values()]
}

const decodeSizes = Schema.decodeUnknownSync(Schema.Array(PlayedSize))

/** One size in a line of a terminal, and how it grew from the one before. */
export const sizeLine = (size: PlayedSize, smaller?: PlayedSize): string => {
  const { couriers, orders, policy } = size
  const growth =
    smaller === undefined ? "" : `; orders x${(orders / smaller.orders).toFixed(2)}, ${told(size, smaller)}`
  return (
    `${policy} ${count(orders)} orders, ${count(couriers)} couriers: ${perSecond(size)} domain events a second, ` +
    `${seconds(size.worldS)} s without the solver, ${seconds(size.worldS + size.roundsS)} s with it, ` +
    `${seconds(size.wallS)} s in all by the clock, ${gigabytes(size)} GB at most${growth}`
  )
}

const told = (size: PlayedSize, smaller: PlayedSize): string => {
  const { memory, time, world } = growthOf(size, smaller)
  return `time without the solver x${world.toFixed(2)}, with it x${time.toFixed(2)}, memory x${memory.toFixed(2)}`
}

/** How many times as much a larger city took. */
export const growthOf = (size: PlayedSize, smaller: PlayedSize) => ({
  orders: size.orders / smaller.orders,
  world: size.worldS / smaller.worldS,
  time: (size.worldS + size.roundsS) / (smaller.worldS + smaller.roundsS),
  memory: size.peakMb / smaller.peakMb
})

/** Every size that was recorded, for a document; empty when none was. */
export const growthTable = (): string => {
  const sizes = recordedSizes()
  if (sizes.length === 0) return "No sizes are recorded yet."
  const rows = sizes.map((size, i) => {
    const before = sizes[i - 1]
    const smaller = before?.policy === size.policy ? before : undefined
    const growth = smaller === undefined ? undefined : growthOf(size, smaller)
    const times = (of: "orders" | "world" | "time" | "memory") =>
      growth === undefined ? "" : growth[of].toFixed(2)
    return [
      `\`${size.policy}\``,
      count(size.orders),
      count(size.couriers),
      count(size.domainEvents),
      perSecond(size),
      seconds(size.worldS),
      seconds(size.worldS + size.roundsS),
      seconds(size.wallS),
      gigabytes(size),
      [times("orders"), times("world"), times("time"), times("memory")]
        .filter((part) => part !== "")
        .join(" / ")
    ]
  })
  return [
    [
      "policy",
      "orders",
      "couriers",
      "domain events",
      "a second",
      "s without solver",
      "s with it",
      "s in all, clock",
      "peak GB",
      "× orders / without / with / memory"
    ],
    ["---", ...Array.from({ length: 9 }, () => "--:")],
    ...rows
  ]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n")
}

/** Of the thread's time, without the solver. */
const perSecond = ({ domainEvents, worldS }: PlayedSize): string => {
  const rate = domainEvents / worldS
  return rate >= 1e6 ? `${(rate / 1e6).toFixed(2)} M` : `${(rate / 1e3).toFixed(0)} k`
}

const seconds = (value: number): string => value.toFixed(1)

const gigabytes = ({ peakMb }: PlayedSize): string => (peakMb / 1_024).toFixed(2)

const count = (value: number): string => Math.round(value).toLocaleString("en")
