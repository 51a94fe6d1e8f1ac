import { describe, expect, it, layer } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted, Schedule } from "effect"
import { TestClock } from "effect/testing"
import { migrations } from "../../src/postgres/migrations/migrations.ts"
import { Breaker } from "../../src/postgres/Breaker.ts"
import { withDeadline } from "../../src/postgres/withDeadline.ts"
import { Database, EmbeddedPostgres, migrate } from "../../src/index.ts"
import { TestServer } from "./TestDatabase.ts"

/** Longer than a machine stands still. */
const patient = Database.layerEmbedded({ answerMs: 60_000 })
const hasty = Database.layerEmbedded({ answerMs: 300, maxConnections: 4 })

layer(TestServer, { timeout: "5 minutes", excludeTestServices: true })("the database", (it) => {
  it.effect("names the rule that refuses a row", () =>
    Effect.gen(function* () {
      const { ask, sql } = yield* Database
      yield* sql`create table ruled (n int constraint ruled_positive check (n > 0), constraint ruled_once unique (n))`
      yield* ask(sql`insert into ruled values (1)`)
      const twice = yield* Effect.flip(ask(sql`insert into ruled values (1)`))
      expect(twice).toMatchObject({ _tag: "ConstraintViolated", constraint: "ruled_once" })
      const negative = yield* Effect.flip(ask(sql`insert into ruled values (-1)`))
      expect(negative).toMatchObject({ _tag: "ConstraintViolated", constraint: "ruled_positive" })
      const typo = yield* Effect.exit(ask(sql`selekt 1`))
      expect(typo).toMatchObject({ _tag: "Failure" })
      expect(
        yield* Effect.exit(Effect.catchTag(ask(sql`selekt 1`), "StoreUnavailable", () => Effect.void))
      ).toMatchObject({
        _tag: "Failure"
      })
    }).pipe(Effect.provide(patient))
  )

  it.effect("answers every call in time while the server is frozen, and is back when that thaws (F5)", () =>
    Effect.gen(function* () {
      const { read, sql } = yield* Database
      const server = yield* EmbeddedPostgres
      // Connected, however slow the machine.
      const connected = Effect.all(
        Array.from({ length: 4 }, () => read(sql`select 1`)),
        { concurrency: 4 }
      )
      yield* Effect.retry(connected, Schedule.spaced("50 millis"))
      const known = sql<{ pid: number }>`select pid from pg_stat_activity where pid is not null`
      const processes = yield* Effect.retry(known, Schedule.spaced("50 millis"))
      const pids = [yield* server.pid, ...processes.map(({ pid }) => pid)]
      const asked = Effect.suspend(() => {
        for (const pid of pids) process.kill(pid, "SIGSTOP")
        return Effect.all(
          Array.from({ length: 50 }, () => Effect.flip(read(sql`select 1`))),
          { concurrency: "unbounded" }
        )
      })
      const answers = yield* asked.pipe(
        // Ours is 300 ms; the driver by itself would take more than 5 s, each time.
        Effect.timeout("4500 millis"),
        Effect.ensuring(Effect.sync(() => pids.forEach((pid) => process.kill(pid, "SIGCONT")))),
        // A machine may stand still for that long as well, but not each time.
        Effect.retry({ times: 2 })
      )
      expect(answers.map(({ _tag }) => _tag)).toEqual(answers.map(() => "StoreUnavailable"))
      const back = yield* Effect.retry(read(sql`select 2 as n`), Schedule.spaced("100 millis"))
      expect(back).toEqual([{ n: 2 }])
    }).pipe(Effect.provide(hasty))
  )

  it.effect("says that it is not there, quickly and without waiting for the deadline", () =>
    Effect.gen(function* () {
      const { read, sql } = yield* Database
      expect(yield* Effect.flip(read(sql`select 1`))).toMatchObject({
        _tag: "StoreUnavailable",
        retryAfterMs: 1_000
      })
    }).pipe(
      Effect.provide(Database.layer(Redacted.make("postgres://nobody@127.0.0.1:1/none?sslmode=disable")))
    )
  )

  it.effect("migrates once, however many processes start together", () =>
    Effect.gen(function* () {
      const start = migrate.pipe(Effect.provide(Layer.fresh(patient)))
      const ran = yield* Effect.all([start, start, start], { concurrency: "unbounded" })
      expect(ran.flatMap((names) => names).length).toBe(Object.keys(migrations).length)
      expect(yield* start).toEqual([])
      const { sql } = yield* Database
      yield* sql`delete from schema_migrations where migration_id = 1`
      expect(yield* Effect.flip(start)).toMatchObject({ _tag: "MigrationError", kind: "BadState" })
    }).pipe(Effect.provide(patient))
  )
})

describe("a deadline", () => {
  it.effect("is kept even by work that cannot be interrupted", () =>
    Effect.gen(function* () {
      const stubborn = Effect.uninterruptible(Effect.sleep("1 hour"))
      const waiting = yield* Effect.forkChild(Effect.flip(withDeadline(stubborn, "3 seconds", () => "late")))
      yield* TestClock.adjust("3 seconds")
      expect(yield* Fiber.join(waiting)).toBe("late")
    })
  )

  it.effect("leaves answers and failures in time as they are", () =>
    Effect.gen(function* () {
      expect(yield* withDeadline(Effect.succeed(1), 10, () => "late")).toBe(1)
      expect(yield* Effect.flip(withDeadline(Effect.fail("refused"), 10, () => "late"))).toBe("refused")
    })
  )
})

describe("the breaker", () => {
  it("lets one call a second through after five late answers in a row, and all after one in time", () => {
    const breaker = new Breaker()
    for (let call = 0; call < 5; call++) {
      expect(breaker.admits(0)).toBe(true)
      breaker.late(3_000)
    }
    expect(breaker.admits(3_500)).toBe(false)
    expect([breaker.admits(4_000), breaker.admits(4_000), breaker.admits(4_999)]).toEqual([
      true,
      false,
      false
    ])
    breaker.answered()
    expect([breaker.admits(5_000), breaker.admits(5_000)]).toEqual([true, true])
  })
})
