import { Context, Layer } from "effect"
import type { CourierMove } from "./CourierPosition.ts"

/** Hears of every position that is taken. Called while a phone waits: it must be quick, and must not throw. */
export type PositionListener = (move: CourierMove) => void

/**
 * Positions of couriers as they are taken (S72), at 14,400 a second and more: so it is plain functions, without a fiber or a queue. The default
 * calls listeners of this process; another implementation may carry the same between processes.
 */
export class PositionFeed extends Context.Service<
  PositionFeed,
  {
    /** Tells every listener, in the order in which they came. */
    readonly publish: (move: CourierMove) => void
    /** Listens from now on, until the answer is called. */
    readonly listen: (listener: PositionListener) => () => void
  }
>()("@hotbag/services/tracking/PositionFeed") {
  static readonly layer: Layer.Layer<PositionFeed> = Layer.sync(PositionFeed, () => {
    // A new list for each change, so that whoever comes or goes while a move is told does not disturb it.
    let listeners: ReadonlyArray<PositionListener> = []
    return {
      publish: (move) => {
        const told = listeners
        for (const listener of told) listener(move)
      },
      listen: (listener) => {
        // One's own, so that listening twice is two.
        const own: PositionListener = (move) => listener(move)
        listeners = [...listeners, own]
        return () => {
          listeners = listeners.filter((each) => each !== own)
        }
      }
    }
  })
}
