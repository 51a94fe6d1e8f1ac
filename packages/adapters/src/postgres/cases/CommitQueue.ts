import { type Commit, type CommitError, StoreUnavailable } from "@hotbag/services"
import { Limits } from "@hotbag/core"
import { Effect, Exit } from "effect"
import { unavailable } from "../sqlFailure.ts"

/** A commit that waits for its turn or for its answer. */
interface Waiting {
  readonly commit: Commit
  readonly resume: (answer: Effect.Effect<void, CommitError>) => void
  abandoned: boolean
}

/** How many commits go together, and how many such groups are under way. */
export interface CommitQueueOptions {
  readonly together: number
  readonly lanes: number
}

/** Measured on two cores; more lanes only wait for each other's disk writes. */
export const defaultCommitQueue: CommitQueueOptions = { together: 32, lanes: 3 }

/**
 * Sends commits to the database, those that wait at the same time in one statement: a round trip and a disk write for all of
 * them. Nobody waits for company: a commit that finds a lane free goes at once. Should the database refuse a group, each
 * of it is sent by itself and gets its own answer.
 */
export const makeCommitQueue = (
  send: (commits: ReadonlyArray<Commit>) => Effect.Effect<void, CommitError>,
  options: CommitQueueOptions = defaultCommitQueue
): Effect.Effect<(commit: Commit) => Effect.Effect<void, CommitError>> =>
  Effect.map(Effect.context(), (context) => {
    const fork = Effect.runForkWith(context)
    const waiting: Array<Waiting> = []
    let busy = 0

    const answer = (group: ReadonlyArray<Waiting>): Effect.Effect<void> =>
      Effect.flatMap(Effect.exit(send(group.map(({ commit }) => commit))), (exit) => {
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

    return (commit) =>
      Effect.callback<void, CommitError>((resume) => {
        if (waiting.length >= Limits.databaseCalls) return resume(Effect.fail(unavailable()))
        const item: Waiting = { commit, resume, abandoned: false }
        waiting.push(item)
        pump()
        return Effect.sync(() => {
          item.abandoned = true
        })
      })
  })

/** Whether nobody knows if the group was committed: then it must not be sent again. */
const isUnknown = (exit: Exit.Exit<void, CommitError>): boolean =>
  Exit.isFailure(exit) &&
  exit.cause.reasons.some((reason) => reason._tag === "Fail" && reason.error instanceof StoreUnavailable)
