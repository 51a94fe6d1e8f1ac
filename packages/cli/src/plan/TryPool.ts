import { Schema } from "effect"
import { BadInput } from "../exit.ts"
import { codeOf } from "../fileError.ts"
import { makeThreadPool, type ThreadPool } from "../ThreadPool.ts"
import { type Outcome, TryAnswer, type TryTask } from "./TryTask.ts"

const decodeAnswer = Schema.decodeUnknownSync(TryAnswer)

/** The built package has JavaScript beside this file, a checkout has TypeScript: both run. */
const ENTRY = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url)

/** Threads that play runs of a plan; `say` hears of each how it goes. Memory: one city for each thread. */
export const makeTryPool = (
  size: number,
  stop: AbortSignal,
  say: (text: string) => void
): ThreadPool<TryTask, Outcome> =>
  makeThreadPool(size, stop, {
    entry: ENTRY,
    answerOf: (task: TryTask, message) => {
      const answer = decodeAnswer(message)
      if (answer.kind === "tried") return answer.outcome
      if (answer.kind === "badInput") throw new BadInput(nameOf(task), answer.message, "check what was given")
      if (answer.kind === "note") {
        say(`${nameOf(task)}: ${answer.text}`)
        return null
      }
      const bug = new Error(`${nameOf(task)}: ${answer.message}`)
      bug.stack = answer.stack
      throw bug
    },
    lostReason: (task, why, error) =>
      codeOf(error) === "ERR_WORKER_OUT_OF_MEMORY"
        ? new BadInput(nameOf(task), "memory ran out", "use fewer --workers, or a smaller part of the day")
        : new Error(`${nameOf(task)}: a worker was lost: ${why}`)
  })

const nameOf = ({ factor, seed }: TryTask): string => `seed ${seed}, couriers x${factor}`
