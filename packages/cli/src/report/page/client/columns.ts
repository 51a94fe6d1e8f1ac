/// <reference lib="dom" />
import type { MotionData } from "../motionData.ts"

// The page's script is made of the exported functions of this folder, put one after the other (see pageScript.ts): they
// may use each other and the browser, and nothing else. Each of them has a name of its own, and none is left unexported.

/** Couriers and waiting food, as arrays. */
export interface Columns {
  readonly regions: Uint16Array
  readonly starts: Uint32Array
  readonly at: Uint16Array
  readonly x: Uint16Array
  readonly y: Uint16Array
  readonly doing: Uint8Array
  readonly food: {
    readonly regions: Uint16Array
    readonly x: Uint16Array
    readonly y: Uint16Array
    readonly from: Uint16Array
    readonly to: Uint16Array
    readonly lost: Uint8Array
  }
}

/** The bytes of a base64 text. */
export const bytesOf = (text: string): ArrayBuffer => {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes.buffer
}

/** The columns of the animation; little-endian, as nearly every machine is. */
export const columnsOf = ({ food, ...motion }: MotionData): Columns => ({
  regions: new Uint16Array(bytesOf(motion.regions)),
  starts: new Uint32Array(bytesOf(motion.starts)),
  at: new Uint16Array(bytesOf(motion.at)),
  x: new Uint16Array(bytesOf(motion.x)),
  y: new Uint16Array(bytesOf(motion.y)),
  doing: new Uint8Array(bytesOf(motion.doing)),
  food: {
    regions: new Uint16Array(bytesOf(food.regions)),
    x: new Uint16Array(bytesOf(food.x)),
    y: new Uint16Array(bytesOf(food.y)),
    from: new Uint16Array(bytesOf(food.from)),
    to: new Uint16Array(bytesOf(food.to)),
    lost: new Uint8Array(bytesOf(food.lost))
  }
})

/** The last frame of `from`…`to` that is not after `now`; -1: none. */
export const frameAt = (at: Uint16Array, from: number, to: number, now: number): number => {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >> 1
    if ((at[middle] ?? 0) <= now) low = middle + 1
    else high = middle
  }
  return low > from ? low - 1 : -1
}
