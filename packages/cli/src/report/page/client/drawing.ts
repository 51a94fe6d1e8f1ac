/// <reference lib="dom" />
import { type Columns, frameAt } from "./columns.ts"

/** What is on the map at a moment. */
export interface Census {
  idle: number
  toRestaurant: number
  atRestaurant: number
  toCustomer: number
  food: number
  gone: number
}

/** How to draw on the map. */
export interface Pen {
  readonly context: CanvasRenderingContext2D
  /** Pixels of the canvas. */
  readonly width: number
  readonly height: number
  /** Pixels of the canvas in a unit of what is drawn: less than in a pixel of the page where the map is small. */
  readonly scale: number
  readonly colours: Readonly<Record<keyof Census, string>>
}

/** The state of a courier by its number in the data (see `DOINGS`), as the map shows it. */
export const stateOf = (doing: number): "idle" | "toRestaurant" | "atRestaurant" | "toCustomer" | null => {
  if (doing === 1) return "idle"
  if (doing === 2) return "toRestaurant"
  if (doing === 3) return "atRestaurant"
  return doing >= 4 ? "toCustomer" : null
}

/** Draws every courier of a map at a moment, in steps of the data, and counts them. */
export const drawCouriers = (pen: Pen, columns: Columns, map: number, now: number, census: Census): void => {
  const { at, doing, regions, starts, x, y } = columns
  const { colours, context, height, scale, width } = pen
  const size = 2.6 * scale
  for (let courier = 0; courier < regions.length; courier++) {
    if (regions[courier] !== map) continue
    const end = starts[courier + 1] ?? at.length
    const frame = frameAt(at, starts[courier] ?? 0, end, now)
    if (frame < 0) continue
    const state = stateOf(doing[frame] ?? 0)
    if (state === null) continue
    census[state]++
    const moves = doing[frame] === 2 || doing[frame] === 4
    const next = moves && frame + 1 < end ? frame + 1 : frame
    const spanned = (at[next] ?? 0) - (at[frame] ?? 0)
    const share = spanned > 0 ? Math.min(1, (now - (at[frame] ?? 0)) / spanned) : 0
    const placeX = (x[frame] ?? 0) + share * ((x[next] ?? 0) - (x[frame] ?? 0))
    const placeY = (y[frame] ?? 0) + share * ((y[next] ?? 0) - (y[frame] ?? 0))
    context.fillStyle = colours[state]
    context.beginPath()
    context.arc(
      (placeX / 65535) * width,
      (placeY / 65535) * height,
      state === "idle" ? size * 0.75 : size,
      0,
      7
    )
    context.fill()
  }
}

/** Draws food that waits for a courier as rings, the larger the more of it, and lost orders as crosses for a while. */
export const drawFood = (
  pen: Pen,
  { food }: Columns,
  map: number,
  now: number,
  mourned: number,
  census: Census
): void => {
  const { colours, context, height, scale, width } = pen
  const waiting = new Map<number, number>()
  context.lineWidth = 2.8 * scale
  context.strokeStyle = colours.gone
  for (let order = 0; order < food.regions.length; order++) {
    const until = food.to[order] ?? 0
    if (food.regions[order] !== map || now < (food.from[order] ?? 0)) continue
    if (now < until) {
      census.food++
      const place = (food.x[order] ?? 0) * 65536 + (food.y[order] ?? 0)
      waiting.set(place, (waiting.get(place) ?? 0) + 1)
    } else if (food.lost[order] === 1 && now < until + mourned) {
      census.gone++
      const [x, y, arm] = [
        ((food.x[order] ?? 0) / 65535) * width,
        ((food.y[order] ?? 0) / 65535) * height,
        7 * scale
      ]
      context.beginPath()
      context.moveTo(x - arm, y - arm)
      context.lineTo(x + arm, y + arm)
      context.moveTo(x + arm, y - arm)
      context.lineTo(x - arm, y + arm)
      context.stroke()
    }
  }
  context.lineWidth = 1.8 * scale
  context.strokeStyle = colours.food
  for (const [place, count] of waiting) {
    context.beginPath()
    const radius = (3 + 1.6 * Math.sqrt(count)) * scale
    context.arc((Math.floor(place / 65536) / 65535) * width, ((place % 65536) / 65535) * height, radius, 0, 7)
    context.stroke()
  }
}
