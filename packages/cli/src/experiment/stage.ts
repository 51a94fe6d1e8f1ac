import { countText, decimalText } from "@hotbag/sim"
import { Limits } from "@hotbag/core"
import type { Terminal } from "../Terminal.ts"
import type { PlayTasks, Played, Task } from "./Task.ts"
import { makeWorkerPool } from "./WorkerPool.ts"

/** Enough for any name, and no terminal wraps it: a wrapped line could not be redrawn. */
const WIDTH = 78

/**
 * Plays what `use` asks for on a pool of workers, tells how it goes on standard error unless `quiet`, and ends all
 * threads when it is done, whatever came of it.
 */
export const onStage = async <A>(
  {
    quiet,
    terminal,
    workers
  }: { readonly workers: number; readonly terminal: Terminal; readonly quiet: boolean },
  use: (play: PlayTasks) => Promise<A>
): Promise<A> => {
  const pool = makeWorkerPool(Math.min(workers, Limits.experimentWorkers), terminal.stop)
  let done = 0
  let asked = 0
  const tell = (task: Task, played: Played) => {
    done++
    if (quiet) return
    const clickToDoor = decimalText(played.metrics["click-to-door"] ?? Number.NaN, 2)
    const line = `${countText(done)} of ${countText(asked)}  ${task.name}, seed ${task.seed}: click-to-door ${clickToDoor} min`
    terminal.err(terminal.live ? `\r\u001b[K${line.slice(0, WIDTH)}` : `${line}\n`)
  }
  try {
    return await use((tasks) => {
      asked += tasks.length
      return Promise.all(
        tasks.map(async (task) => {
          const played = await pool.play(task)
          tell(task, played)
          return played
        })
      )
    })
  } finally {
    if (terminal.live && !quiet) terminal.err("\r\u001b[K")
    await pool.close()
  }
}
