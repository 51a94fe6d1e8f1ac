import type { HealthCheck, HealthGroup } from "@hotbag/api"
import { Limits } from "@hotbag/core"
import { Effect } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { JSON_TYPE, readyReply } from "../edge/Reply.ts"
import { HealthChecks, type NamedCheck } from "./HealthChecks.ts"

/** Whether the process lives, and whether it is worth sending requests to. */
export const healthHandlers: Effect.Effect<HandlersOf<typeof HealthGroup>, never, HealthChecks> = Effect.map(
  HealthChecks,
  ({ all }) => ({
    live: () => Effect.succeed({ status: "ok" as const }),
    ready: () =>
      Effect.forEach(all, withDeadline, { concurrency: "unbounded" }).pipe(
        Effect.map((checks) => {
          const isWell = checks.every(({ ok }) => ok)
          const report = { status: isWell ? "ok" : "failing", checks }
          return readyReply(isWell ? 200 : 503, JSON.stringify(report), JSON_TYPE)
        })
      )
  })
)

const withDeadline = ({ name, check }: NamedCheck): Effect.Effect<HealthCheck> =>
  check.pipe(
    Effect.timeoutOrElse({
      duration: Limits.healthCheckMs,
      orElse: () => Effect.succeed("no answer in time")
    }),
    Effect.map((well) => (well === true ? { name, ok: true } : { name, ok: false, detail: well }))
  )
