import { makeEventQueue } from "@hotbag/sim"
import FlatQueue from "flatqueue"
import TinyQueue from "tinyqueue"

/** A queue under test, already holding its pending events. */
export interface QueueContender {
  readonly name: string
  /** Takes the earliest event out and schedules it anew `increments[i]` later, for every `i`. Returns the last time. */
  readonly hold: (increments: Float64Array) => number
}

/** Ours: stable ties, cancellable, a kind and a subject per event. */
export const ours = (starts: Float64Array): QueueContender => {
  const queue = makeEventQueue({ capacity: starts.length })
  starts.forEach((timeMs, subject) => queue.schedule(timeMs, 1, subject))
  return {
    name: "ours",
    hold: (increments) => {
      for (const increment of increments) {
        queue.pop()
        queue.schedule(queue.timeMs + increment, 1, queue.subject)
      }
      return queue.peekTimeMs()
    }
  }
}

/** The best heap of npm for numbers: no cancelling, ties in any order. */
export const flatqueue = (starts: Float64Array): QueueContender => {
  const queue = new FlatQueue()
  for (const [subject, timeMs] of starts.entries()) queue.push(subject, timeMs)
  return {
    name: "flatqueue",
    hold: (increments) => {
      for (const increment of increments) {
        const timeMs = queue.peekValue() ?? 0
        queue.push(queue.pop() ?? 0, timeMs + increment)
      }
      return queue.peekValue() ?? 0
    }
  }
}

/** The usual heap of objects. */
export const tinyqueue = (starts: Float64Array): QueueContender => {
  const events = Array.from(starts, (timeMs, subject) => ({ timeMs, subject }))
  const queue = new TinyQueue(events, (a, b) => a.timeMs - b.timeMs)
  return {
    name: "tinyqueue",
    hold: (increments) => {
      for (const increment of increments) {
        const event = queue.pop()
        if (event !== undefined) queue.push({ timeMs: event.timeMs + increment, subject: event.subject })
      }
      return queue.peek()?.timeMs ?? 0
    }
  }
}
