import { f64 } from "@hotbag/core"
import { makeEventQueue } from "@hotbag/sim"
import FlatQueue from "flatqueue"
import TinyQueue from "tinyqueue"

/**
 * A queue in the hold model: `pending` events, and again and again the next one is taken out and put back further ahead,
 * by the increments in turn.
 */
export interface Hold {
  readonly name: string
  /** Takes out and puts back `steps` times. */
  readonly hold: (steps: number) => void
  /** Takes one out and puts it back; returns its time. */
  readonly step: () => number
}

/** `increments.length` is a power of two. */
export type MakeHold = (startMs: Float64Array, increments: Float64Array) => Hold

export const ladder: MakeHold = (startMs, increments) => {
  const queue = makeEventQueue({ capacity: startMs.length })
  const mask = increments.length - 1
  let turn = 0
  startMs.forEach((timeMs, subject) => queue.schedule(timeMs, 1, subject))
  const hold = (steps: number) => {
    for (let i = 0; i < steps; i++) {
      queue.pop()
      queue.schedule(queue.timeMs + f64(increments, turn++ & mask), 1, queue.subject)
    }
  }
  const step = () => {
    hold(1)
    return queue.timeMs
  }
  return { name: "ladder", hold, step }
}

/** With typed arrays, its fastest form. It keeps no sequence among ties and cancels nothing. */
export const flatqueue: MakeHold = (startMs, increments) => {
  const queue = new FlatQueue(startMs.length)
  const mask = increments.length - 1
  let turn = 0
  let timeMs = 0
  startMs.forEach((timeMs, subject) => queue.push(subject, timeMs))
  const hold = (steps: number) => {
    for (let i = 0; i < steps; i++) {
      timeMs = queue.peekValue() ?? NaN
      queue.push(queue.pop() ?? NaN, timeMs + f64(increments, turn++ & mask))
    }
  }
  const step = () => {
    hold(1)
    return timeMs
  }
  return { name: "flatqueue", hold, step }
}

interface TinyEvent {
  timeMs: number
  readonly subject: number
}

/** Of objects, which are used again. */
export const tinyqueue: MakeHold = (startMs, increments) => {
  const events = Array.from(startMs, (timeMs, subject): TinyEvent => ({ timeMs, subject }))
  const queue = new TinyQueue(events, (a, b) => a.timeMs - b.timeMs)
  const mask = increments.length - 1
  let turn = 0
  let timeMs = 0
  const hold = (steps: number) => {
    for (let i = 0; i < steps; i++) {
      const event = queue.pop()
      if (event === undefined) return
      timeMs = event.timeMs
      event.timeMs += f64(increments, turn++ & mask)
      queue.push(event)
    }
  }
  const step = () => {
    hold(1)
    return timeMs
  }
  return { name: "tinyqueue", hold, step }
}
