import { StoreUnavailable } from "@hotbag/services"
import { Limits } from "@hotbag/core"
import { Effect, Exit } from "effect"
import { unavailable } from "./sqlFailure.ts"

/** A write that waits for its turn or for its answer. */
interface Waiting<A, E> {
  readonly write: A
  readonly resume: (answer: Effect.Effect<void, E>) => void
  abandoned: boolean
}

/** How many writes go together, and how many such groups are under way. */
export interface WriteQueueOptions {
  readonly together: number
  readonly lanes: number
}

/** Measured on two cores; more lanes only wait for each other's disk writes. */
export const defaultWriteQueue: WriteQueueOptions = { together: 32, lanes: 3 }

/** For writes that nobody waits for: the more that go together, the less they cost. */
export const oneAfterTheOther: WriteQueueOptions = { together: 64, lanes: 1 }

/**
 * Sends writes to the database, those that wait at the same time in one statement: a round trip and a disk write for all of
 * them. Nobody waits for company: a write that finds a lane free goes at once. Should the database refuse a group, each
 * of it is sent by itself and gets its own answer.
 */
export const makeWriteQueue = <A, E>(
  send: (writes: ReadonlyArray<A>) => Effect.Effect<void, E>,
  options: WriteQueueOptions = defaultWriteQueue
): Effect.Effect<(write: A) => Effect.Effect<void, E | StoreUnavailable>> =>
  Effect.map(Effect.context(), (context) => {
    const fork = Effect.runForkWith(context)
    const waiting: Array<Waiting<A, E | StoreUnavailable>> = []
    let busy = 0

    const answer = (group: ReadonlyArray<Waiting<A, E | StoreUnavailable>>): Effect.Effect<void> =>
      Effect.flatMap(Effect.exit(send(group.map(({ write }) => write))), (exit) => {
        const [only] = group
        if (only === undefined) return Effect.void
        if (group.length === 1 || Exit.isSuccess(exit) || isUnknown(exit)) {
          return Effect.sync(() => {
            for (const { resume } of group) resume(exit)
          })
        }
        return Effect.forEach(group, (each) => answer([each]), { discard: true })
      })

    const pump = (): void => {
      while (busy < options.lanes && waiting.length > 0) {
        const group = waiting.splice(0, options.together).filter(({ abandoned }) => !abandoned)
        if (group.length === 0) continue
        busy += 1
        fork(answer(group)).addObserver(() => {
          busy -= 1
          pump()
        })
      }
    }

    return (write) =>
      Effect.callback<void, E | StoreUnavailable>((resume) => {
        if (waiting.length >= Limits.databaseCalls) return resume(Effect.fail(unavailable()))
        const item: Waiting<A, E | StoreUnavailable> = { write, resume, abandoned: false }
        waiting.push(item)
        pump()
        return Effect.sync(() => {
          item.abandoned = true
        })
      })
  })

/** Whether nobody knows if the group was written: then it must not be sent again. */
const isUnknown = (exit: Exit.Exit<void, unknown>): boolean =>
  Exit.isFailure(exit) &&
  exit.cause.reasons.some((reason) => reason._tag === "Fail" && reason.error instanceof StoreUnavailable)
