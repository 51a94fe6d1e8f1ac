/** A thread that plays one run of a plan after another. It holds one city at a time, and answers with a few numbers. */
import { Schema } from "effect"
import { parentPort } from "node:worker_threads"
import { BadInput } from "../exit.ts"
import { playTask } from "./playTask.ts"
import { type TryAnswer, TryTask } from "./TryTask.ts"

const decodeTask = Schema.decodeUnknownSync(TryTask)
const tell = (answer: TryAnswer) => parentPort?.postMessage(answer, [])

parentPort?.on("message", (message: unknown) => {
  void answer(message).then(tell)
})

const answer = async (message: unknown): Promise<TryAnswer> => {
  try {
    const outcome = await playTask(decodeTask(message), (text) => tell({ kind: "note", text }))
    return { kind: "tried", outcome }
  } catch (error) {
    if (error instanceof BadInput) return { kind: "badInput", message: error.message }
    return {
      kind: "bug",
      message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      stack: error instanceof Error ? (error.stack ?? "") : ""
    }
  }
}
