import { describe, expect, it } from "vitest"
import { BadInput, Exit, Stopped } from "../../src/exit.ts"
import type { Task } from "../../src/experiment/Task.ts"
import { makeWorkerPool } from "../../src/experiment/WorkerPool.ts"

const task = (seed: number): Task => ({
  name: "nearest",
  place: { scenario: "pereira-lunch", trace: undefined, with: [], from: "12:00", to: "12:05" },
  side: { policy: "nearest", parameters: {}, ordersX: 1, couriersX: 1, with: [] },
  seed
})
/** A thread that does this with each task `t`. */
const thread = (body: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(
      `import { parentPort as port } from "node:worker_threads"; port.on("message", (t) => { ${body} })`
    )}`
  )
const PLAYED = 'port.postMessage({ kind: "played", played: { seed: t.seed, hash: "", metrics: {} } })'
const never = new AbortController().signal

describe("a pool of workers", () => {
  it("plays on real threads what it plays here", async () => {
    const pool = makeWorkerPool(2, never)
    const [first, second, again] = await Promise.all([1, 2, 1].map((seed) => pool.play(task(seed))))
    await pool.close()
    expect(again).toEqual(first)
    expect(second?.hash).not.toBe(first?.hash)
    expect(first?.metrics["click-to-door"]).toBeGreaterThan(5)
  })

  it("gives every task to one thread, and its answer to whoever asked", async () => {
    const pool = makeWorkerPool(3, never, thread(PLAYED))
    const seeds = Array.from({ length: 40 }, (_, i) => i)
    const played = await Promise.all(seeds.map((seed) => pool.play(task(seed))))
    await pool.close()
    expect(played.map(({ seed }) => seed)).toEqual(seeds)
  })

  it.each([
    ["throws", 'throw new Error("no air")', /nearest, seed 7: a worker was lost: no air/],
    ["leaves", "process.exit(3)", /nearest, seed 7: a worker was lost: the thread ended with code 3/],
    [
      "finds a bug",
      'port.postMessage({ kind: "bug", message: "Error: odd", stack: "" })',
      /nearest, seed 7: Error: odd/
    ]
  ])("says which task broke when its thread %s, and goes on with the others", async (_, body, message) => {
    const pool = makeWorkerPool(1, never, thread(`if (t.seed === 7) { ${body} } else ${PLAYED}`))
    const told = await Promise.allSettled([6, 7, 8].map((seed) => pool.play(task(seed))))
    await pool.close()
    expect(told.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"])
    expect(told[1]).toMatchObject({ reason: { message: expect.stringMatching(message) } })
  })

  it("takes a task back that is in the middle of it, and one that waits, and goes on with the others", async () => {
    const pool = makeWorkerPool(1, never, thread(`if (t.seed !== 7) ${PLAYED}`))
    const [first, second] = [new AbortController(), new AbortController()]
    const told = Promise.allSettled([
      pool.play(task(7), first.signal),
      pool.play(task(7), second.signal),
      pool.play(task(8))
    ])
    second.abort(new Error("not next"))
    first.abort(new Error("not this one"))
    expect((await told).map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"])
    await pool.close()
  })

  it("says what to do when memory runs out", async () => {
    const body = 'throw Object.assign(new Error("heap"), { code: "ERR_WORKER_OUT_OF_MEMORY" })'
    const pool = makeWorkerPool(1, never, thread(body))
    const reason: unknown = await pool.play(task(1)).catch((error: unknown) => error)
    await pool.close()
    expect(reason).toBeInstanceOf(BadInput)
    expect(reason).toMatchObject({ message: expect.stringContaining("use fewer --workers") })
  })

  it("ends threads in the middle of their work when it is stopped", async () => {
    const stop = new AbortController()
    const pool = makeWorkerPool(2, stop.signal, thread("for (;;) {}"))
    const told = Promise.allSettled([1, 2, 3].map((seed) => pool.play(task(seed))))
    stop.abort(new Stopped(Exit.interrupted))
    for (const each of await told)
      expect(each).toMatchObject({ status: "rejected", reason: { _tag: "Stopped", code: 130 } })
    await pool.close()
  })
})
