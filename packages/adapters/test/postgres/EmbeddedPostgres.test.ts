import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted, Schedule } from "effect"
import { existsSync, statSync } from "node:fs"
import { chmod, cp, mkdir, readFile, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { Database, EmbeddedPostgres } from "../../src/index.ts"
import { findBinaries } from "../../src/postgres/embedded/binaries.ts"
import { isPostgres } from "../../src/postgres/embedded/postmasterPid.ts"
import { directoryInTheWay } from "../../src/postgres/embedded/reach.ts"
import { UNPRIVILEGED } from "../../src/postgres/embedded/ServerUser.ts"
import { dataFolder } from "./dataFolder.ts"
import { serveElsewhere } from "./keepServing.ts"

const isRoot = process.getuid?.() === 0

/** Runs `use` with a server on the folder, and stops it. */
const withServer = <A, E>(
  folder: string,
  use: (server: EmbeddedPostgres["Service"], sql: Database["Service"]["sql"]) => Effect.Effect<A, E>
) =>
  Effect.gen(function* () {
    const { sql } = yield* Database
    return yield* use(yield* EmbeddedPostgres, sql)
  }).pipe(
    Effect.provide(
      Database.layerEmbedded().pipe(Layer.provideMerge(EmbeddedPostgres.layer({ dataFolder: folder })))
    )
  )

const runs = (pid: number) => Effect.promise(() => isPostgres(pid))

describe("the embedded server", () => {
  it.live("makes a durable cluster in UTF-8 and UTC, stops with its scope, and keeps its data", () =>
    Effect.gen(function* () {
      const folder = yield* dataFolder
      const pid = yield* withServer(folder, (server, sql) =>
        Effect.gen(function* () {
          const [row] = yield* sql<{ settings: unknown }>`select jsonb_build_object(
            'fsync', current_setting('fsync'), 'synchronous_commit', current_setting('synchronous_commit'),
            'encoding', current_setting('server_encoding'), 'zone', current_setting('timezone'),
            'order', 'Z' < 'a' and 'z' < 'é', 'lower', lower('ÉCLAIR'),
            'checksums', current_setting('data_checksums'), 'timeout', current_setting('statement_timeout')
          ) as settings`
          expect(row?.settings).toEqual({
            fsync: "on",
            synchronous_commit: "on",
            encoding: "UTF8",
            zone: "UTC",
            order: true,
            lower: "éclair",
            checksums: "on",
            timeout: "3s"
          })
          yield* sql`create table kept (note text)`
          yield* sql`insert into kept values ('still here')`
          expect(server.wasRunning).toBe(false)
          return yield* server.pid
        })
      )
      expect(yield* runs(pid)).toBe(false)
      yield* withServer(folder, (_, sql) =>
        Effect.map(sql`select note from kept`, (rows) => expect(rows).toEqual([{ note: "still here" }]))
      )
    })
  )

  it.live("lets nobody in without the password, which only the owner can read", () =>
    Effect.gen(function* () {
      const folder = yield* dataFolder
      yield* withServer(folder, (server) =>
        Effect.gen(function* () {
          const url = new URL(Redacted.value(server.url))
          expect(url.hostname).toBe("127.0.0.1")
          url.password = "guess"
          const stranger = Database.layer(Redacted.make(url.href))
          const asked = Effect.flatMap(Database, ({ sql }) => sql`select 1`).pipe(Effect.provide(stranger))
          expect((yield* Effect.flip(asked)).reason._tag).toBe("AuthenticationError")
          expect(statSync(server.home).mode & 0o077).toBe(0)
          expect(statSync(join(server.home, "password")).mode & 0o077).toBe(0)
          expect(statSync(join(server.home, "cluster")).mode & 0o077).toBe(0)
        })
      )
    })
  )

  it.live("comes back on the same port when it is killed, with everything that was committed (P1)", () =>
    Effect.gen(function* () {
      const folder = yield* dataFolder
      yield* withServer(folder, (server, sql) =>
        Effect.gen(function* () {
          yield* sql`create table acked (n int primary key)`
          for (let n = 0; n < 3; n++) {
            yield* sql`insert into acked values (${n})`
            const before = yield* server.pid
            process.kill(before, "SIGKILL")
            const rows = yield* Effect.retry(
              sql`select n from acked order by n`,
              Schedule.spaced("50 millis")
            )
            expect(rows.length).toBe(n + 1)
            yield* Effect.repeat(server.pid, {
              until: (pid) => pid !== before,
              schedule: Schedule.spaced("10 millis")
            })
          }
        })
      )
    })
  )

  it.live("refuses a second process, and is found again after the first was killed", () =>
    Effect.gen(function* () {
      const folder = yield* dataFolder
      const first = yield* Effect.promise(() => serveElsewhere(folder))
      const refused = yield* Effect.flip(withServer(folder, () => Effect.void))
      expect(refused).toMatchObject({ _tag: "EmbeddedPostgresFailed", reason: "folder-in-use" })
      expect(refused.message).toContain(`in use by process ${first.child.pid}:`)
      first.child.kill("SIGKILL")
      yield* withServer(folder, (server) =>
        Effect.gen(function* () {
          expect(server.wasRunning).toBe(true)
          expect(yield* server.pid).toBe(first.served.pid)
          expect(Redacted.value(server.url)).toBe(first.served.url)
        })
      )
      expect(yield* runs(first.served.pid)).toBe(false)
    })
  )

  it.live(
    "starts beside the remains of a crash: an unfinished cluster, a pid file that names somebody else",
    () =>
      Effect.gen(function* () {
        const folder = yield* dataFolder
        const home = join(folder, "postgres")
        yield* withServer(folder, () => Effect.void)
        yield* Effect.promise(async () => {
          await mkdir(join(home, "cluster.1.partial"))
          await writeFile(join(home, "cluster", "postmaster.pid"), `${process.ppid}\n${home}\n1\n5432\n`)
        })
        yield* withServer(folder, (_, sql) => sql`select 1`)
      })
  )

  it.live("refuses a folder that holds something else", () =>
    Effect.gen(function* () {
      const folder = yield* dataFolder
      yield* Effect.promise(() => mkdir(join(folder, "postgres", "cluster", "photos"), { recursive: true }))
      const refused = yield* Effect.flip(withServer(folder, () => Effect.void))
      expect(refused).toMatchObject({ reason: "foreign-folder" })
    })
  )

  it.live("stops while it is being started, when the start is given up", () =>
    Effect.gen(function* () {
      const folder = yield* dataFolder
      yield* withServer(folder, () => Effect.void)
      const pidFile = join(folder, "postgres", "cluster", "postmaster.pid")
      const starting = yield* Effect.forkChild(withServer(folder, () => Effect.never))
      yield* Effect.repeat(
        Effect.sync(() => existsSync(pidFile)),
        { until: (exists) => exists, schedule: Schedule.spaced("1 millis") }
      )
      const pid = Number((yield* Effect.promise(() => readFile(pidFile, "utf8"))).split("\n")[0])
      yield* Fiber.interrupt(starting)
      yield* Effect.repeat(runs(pid), { while: (alive) => alive, schedule: Schedule.spaced("10 millis") })
    })
  )
})

describe("a machine without binaries", () => {
  it.effect.each([
    [{ platform: "win32", arch: "x64", isGlibc: true }, "win32-x64"],
    [{ platform: "linux", arch: "s390x", isGlibc: true }, "linux-s390x"],
    [{ platform: "linux", arch: "x64", isGlibc: false }, "glibc"]
  ] as const)("%j is told to bring a database", ([machine, named]) =>
    Effect.gen(function* () {
      const refused = yield* Effect.flip(findBinaries(machine))
      expect(refused.reason).toBe("unsupported-platform")
      expect(refused.message).toContain(named)
      expect(refused.message).toContain("DATABASE_URL")
    })
  )
})

describe.skipIf(!isRoot)("as root (skipped otherwise)", () => {
  it.live("the server runs as an unprivileged user, who owns the folder", () =>
    Effect.gen(function* () {
      const folder = yield* dataFolder
      yield* withServer(folder, (server) =>
        Effect.gen(function* () {
          const status = yield* Effect.flatMap(server.pid, (pid) =>
            Effect.promise(() => readFile(`/proc/${pid}/status`, "utf8"))
          )
          expect(status).toContain(`Uid:\t${UNPRIVILEGED.uid}\t`)
          expect(statSync(server.home).uid).toBe(UNPRIVILEGED.uid)
        })
      )
    })
  )

  it.live("the directory that keeps that user out is named, and nothing is put elsewhere", () =>
    Effect.gen(function* () {
      const folder = yield* dataFolder
      const closed = join(folder, "home")
      yield* Effect.promise(() => mkdir(join(closed, "data"), { recursive: true }))
      yield* Effect.promise(() => chmod(closed, 0o700))
      const refused = yield* Effect.flip(withServer(join(closed, "data"), () => Effect.void))
      expect(refused).toMatchObject({ reason: "unreachable-folder" })
      expect(refused.message).toContain(`may not enter ${closed} `)
      expect(refused.message).not.toContain("\n")
      expect(existsSync(join(closed, "data", "postgres"))).toBe(false)
      expect(yield* Effect.promise(() => directoryInTheWay(join(closed, "data"), UNPRIVILEGED))).toBe(closed)
    })
  )

  it.live(
    "a cold copy of the folder is a backup, whoever owns the copy; another user is told whose it is",
    () =>
      Effect.gen(function* () {
        const folder = yield* dataFolder
        const copy = yield* dataFolder
        yield* withServer(folder, (_, sql) => sql`create table kept as select 7 as n`)
        yield* Effect.promise(() => cp(join(folder, "postgres"), join(copy, "postgres"), { recursive: true }))
        yield* withServer(copy, (_, sql) =>
          Effect.map(sql`select n from kept`, (rows) => expect(rows).toEqual([{ n: 7 }]))
        )
        const { served } = yield* Effect.promise(() => serveElsewhere(copy, UNPRIVILEGED.uid - 1))
        expect(served.refusal).toContain(`belongs to user ${UNPRIVILEGED.uid}`)
      })
  )

  it.live("binaries out of reach are copied beside the data, once", () =>
    Effect.gen(function* () {
      const folder = yield* dataFolder
      const closed = join(folder, "home")
      const found = yield* findBinaries()
      yield* Effect.promise(async () => {
        await mkdir(closed, { mode: 0o700 })
        await cp(found, join(closed, "native"), { recursive: true, verbatimSymlinks: true })
        await cp(join(dirname(found), "package.json"), join(closed, "package.json"))
      })
      const server = EmbeddedPostgres.layer({ dataFolder: folder, binaries: join(closed, "native") })
      const command = Effect.flatMap(EmbeddedPostgres, ({ pid }) =>
        Effect.flatMap(pid, (id) => Effect.promise(() => readFile(`/proc/${id}/cmdline`, "utf8")))
      ).pipe(Effect.provide(server))
      expect(yield* command).toMatch(/postgres\/binaries-\d[\w.-]*\/bin\/postgres/)
      expect(yield* command).toMatch(/postgres\/binaries-\d[\w.-]*\/bin\/postgres/)
    })
  )
})
