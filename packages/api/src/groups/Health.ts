import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { anyProblems } from "../problems/problems.ts"

/** One part of the server that has to work. */
export const HealthCheck = Schema.Struct({
  name: Schema.String,
  ok: Schema.Boolean,
  detail: Schema.optionalKey(Schema.String)
}).annotate({ identifier: "HealthCheck" })
export type HealthCheck = typeof HealthCheck.Type

const report = Schema.Struct({
  status: Schema.Literals(["ok", "failing"]),
  checks: Schema.Array(HealthCheck)
}).annotate({ identifier: "Health" })

/** Whether the process lives, and whether it should get requests. */
export const HealthGroup = HttpApiGroup.make("health")
  .add(
    HttpApiEndpoint.get("live", "/health/live", {
      success: Schema.Struct({ status: Schema.Literal("ok") }).annotate({ identifier: "Alive" }),
      error: anyProblems
    }).annotateMerge(OpenApi.annotations({ summary: "The process lives" })),
    HttpApiEndpoint.get("ready", "/health/ready", {
      success: [report, report.pipe(HttpApiSchema.status(503))],
      error: anyProblems
    }).annotateMerge(
      OpenApi.annotations({ summary: "It should get requests: database, relay and dispatchers are well" })
    )
  )
  .annotateMerge(OpenApi.annotations({ description: "Health." }))
