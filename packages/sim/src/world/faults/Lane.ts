import type { EventQueue } from "../../kernel/EventQueue.ts"
import { Happening } from "../happenings.ts"

/** What waits for something to work again. */
export interface Held {
  /** Keeps `run` until then; the ticket lets it out before. `lane`: see `EventQueue`. */
  readonly hold: (untilMs: number, run: () => void, lane?: number) => number
  /** Its time has come, or it is wanted before. What is out already stays out. */
  readonly release: (ticket: number) => void
  /** How much waits. */
  readonly count: () => number
}

/** Nothing waits yet. The event queue says when something's time has come. */
export const makeHeld = (queue: EventQueue): Held => {
  const waiting = new Map<number, () => void>()
  let next = 0
  return {
    hold: (untilMs, run, lane) => {
      const ticket = next++
      waiting.set(ticket, run)
      queue.schedule(untilMs, Happening.held, ticket, lane)
      return ticket
    },
    release: (ticket) => {
      const run = waiting.get(ticket)
      waiting.delete(ticket)
      run?.()
    },
    count: () => waiting.size
  }
}

/** What comes one after another and stays in that sequence (P7), such as what is told to one dispatcher. */
export interface Lane {
  /** At once when it is due and nothing waits before it, else in its turn. `about`: an order, or -1. @returns whether at once. */
  readonly pass: (dueMs: number, about: number, run: () => void) => boolean
  /** What waits about this order goes now, in its sequence. O(waiting). */
  readonly flush: (about: number) => void
}

/** An empty lane. Due times must not fall. O(1) for each. */
export const makeLane = (held: Held, nowMs: () => number): Lane => {
  const waiting = new Map<number, number>()
  return {
    pass: (dueMs, about, run) => {
      if (dueMs <= nowMs() && waiting.size === 0) {
        run()
        return true
      }
      const ticket = held.hold(Math.max(dueMs, nowMs()), () => {
        waiting.delete(ticket)
        run()
      })
      waiting.set(ticket, about)
      return false
    },
    flush: (about) => {
      if (waiting.size === 0) return
      for (const [ticket, its] of waiting) if (its === about) held.release(ticket)
    }
  }
}
