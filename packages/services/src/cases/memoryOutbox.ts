import { Effect, Layer } from "effect"
import { forgetEntries } from "../retention/forgetEntries.ts"
import { type MemoryErrand, type MemoryLane, MemoryTables } from "./MemoryTables.ts"
import { Outbox, type OutboxRow } from "./Outbox.ts"

/** The outbox of {@link MemoryTables}; lanes leave it when they are empty. A take is O(lanes). */
export const memoryOutbox: Layer.Layer<Outbox, never, MemoryTables> = Layer.effect(
  Outbox,
  Effect.gen(function* () {
    const { lanes, setAside } = yield* MemoryTables
    return Outbox.of({
      take: (atMs, heldUntilMs, limit) =>
        Effect.sync(() => {
          const taken: Array<OutboxRow> = []
          // A lane's place in the map is not its age: the first row's number is.
          const free = [...lanes.values()].filter((lane) => isFree(lane, atMs)).sort(byFirst)
          for (const lane of free) {
            if (taken.length >= limit) break
            lane.heldUntilMs = heldUntilMs
            for (const { id, orderId, errand, attempts } of lane.rows.slice(0, limit - taken.length)) {
              taken.push({ id, orderId, errand, attempts })
            }
          }
          return taken
        }),
      settle: ({ orderId, done, setAside: givenUp, retry }) =>
        Effect.sync(() => {
          const lane = lanes.get(orderId)
          if (lane === undefined) return
          const reasons = new Map(givenUp.map(({ id, why }) => [id, why]))
          const rest: Array<MemoryErrand> = []
          for (const row of lane.rows) {
            const why = reasons.get(row.id)
            if (why !== undefined) setAside.push({ ...row, why })
            else if (!done.includes(row.id)) rest.push(row)
            if (row.id !== retry?.id) continue
            row.attempts += 1
            row.notBeforeMs = retry.notBeforeMs
          }
          if (rest.length === 0) lanes.delete(orderId)
          else lanes.set(orderId, { heldUntilMs: 0, rows: rest })
        }),
      backlog: Effect.sync(() => {
        const rows = [...lanes.values()].flatMap((lane) => lane.rows)
        const oldestAtMs = rows.reduce((oldest, row) => Math.min(oldest, row.committedAtMs), Infinity)
        return { rows: rows.length, oldestAtMs: rows.length === 0 ? null : oldestAtMs }
      }),
      forgetSetAside: (beforeMs, limit) =>
        Effect.sync(() => {
          const rows = new Map(setAside.map((row) => [row.id, row]))
          const forgotten = forgetEntries(rows, ({ committedAtMs }) => committedAtMs < beforeMs, limit)
          setAside.splice(0, setAside.length, ...rows.values())
          return forgotten
        })
    })
  })
)

const isFree = (lane: MemoryLane, atMs: number): boolean =>
  lane.heldUntilMs <= atMs && (lane.rows[0]?.notBeforeMs ?? 0) <= atMs

const byFirst = (left: MemoryLane, right: MemoryLane): number =>
  (left.rows[0]?.id ?? 0) - (right.rows[0]?.id ?? 0)
