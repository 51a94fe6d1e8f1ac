import { invariant } from "@hotbag/core"
import { reserve, type Side } from "./State.ts"

/** Which points of a side were put, put anew or taken since the last solve. */
export interface Changes {
  readonly note: (point: number) => void
  readonly count: () => number
  /** 1 for each point that changed, as long as the side has room. */
  readonly marks: (side: Side) => Uint8Array
  readonly clear: () => void
}

/** Nothing has changed yet. */
export const makeChanges = (): Changes => {
  let marks = new Uint8Array(64)
  let count = 0
  const longer = (length: number) => {
    if (length <= marks.length) return
    const before = marks
    marks = new Uint8Array(2 * length)
    marks.set(before)
  }
  return {
    note: (point) => {
      longer(point + 1)
      if (marks[point] === 1) return
      marks[point] = 1
      count++
    },
    count: () => count,
    marks: (side) => {
      longer(side.present.length)
      return marks
    },
    clear: () => {
      marks.fill(0)
      count = 0
    }
  }
}

/** Puts a point of the side there, new or not. */
export const put = (
  side: Side,
  changes: Changes,
  point: number,
  xM: number,
  yM: number,
  leave: number
): void => {
  invariant(point >= 0 && Number.isInteger(point), "rows and columns are 0, 1, 2 …", { point })
  invariant(Number.isFinite(xM) && Number.isFinite(yM), "a position must be finite", { point, xM, yM })
  invariant(Number.isFinite(leave), "the price of leaving out must be finite", { point, leave })
  reserve(side, point)
  side.x[point] = xM
  side.y[point] = yM
  side.leave[point] = leave
  if (side.present[point] !== 1) side.count++
  side.present[point] = 1
  changes.note(point)
}

/** Takes a point off the side, if it is there. */
export const take = (side: Side, changes: Changes, point: number): void => {
  if (side.present[point] !== 1) return
  side.present[point] = 0
  side.count--
  changes.note(point)
}
