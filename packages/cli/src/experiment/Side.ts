import { defaultPlannerOptions, makePlannerPolicy, type DispatchPolicy } from "@hotbag/dispatch"
import { Result, Schema } from "effect"
import { BadInput, quoted } from "../exit.ts"
import { parseFactor } from "../input/numbers.ts"
import { knownName } from "../input/known.ts"
import { parsePolicy } from "../policies.ts"

/** What is played on a scenario: a policy with its parameters, and how many orders and couriers there are. */
export const Side = Schema.Struct({
  policy: Schema.String,
  /** By their names in `PlannerOptions`; the defaults unless given. */
  parameters: Schema.Record(Schema.String, Schema.Number),
  ordersX: Schema.Number,
  couriersX: Schema.Number,
  /** Laid over the common scenario, after what is laid over it for everybody: names of overlays or paths of files. */
  with: Schema.Array(Schema.String)
})
/** @see Side */
export type Side = typeof Side.Type

/** The policy of a side. @throws BadInput when there is none of that name. */
export const policyOfSide = ({ parameters, policy }: Side): DispatchPolicy =>
  Object.keys(parameters).length === 0
    ? Result.getOrThrow(parsePolicy(policy))
    : makePlannerPolicy({ ...defaultPlannerOptions, ...parameters })

/**
 * Reads `planner`, `nearest:couriers-x=1.2`, `planner:orders-x=2,moves-per-delivery=4` or
 * `planner:with=rain-at-seven+courier-strike,couriers-x=0.8`.
 *
 * @throws BadInput that names what is not known, and what is.
 */
export const parseSide = (text: string): Side => {
  const colon = text.indexOf(":")
  const policy = colon < 0 ? text : text.slice(0, colon)
  Result.getOrThrow(parsePolicy(policy, "entrants"))
  let side: Side = { policy, parameters: {}, ordersX: 1, couriersX: 1, with: [] }
  const seen = new Set<string>()
  for (const change of colon < 0 ? [] : text.slice(colon + 1).split(",")) {
    const equals = change.indexOf("=")
    const name = change.slice(0, Math.max(0, equals))
    if (equals < 1 || seen.has(name))
      throw new BadInput(
        text,
        equals < 1 ? `${quoted(change)} is no change` : `${name} is there twice`,
        "write changes like planner:couriers-x=1.2,with=rain-at-seven"
      )
    seen.add(name)
    side = changed(side, name, change.slice(equals + 1))
  }
  return side
}

/**
 * The side with one thing changed: `orders-x`, `couriers-x`, what happens (`with`), or a parameter of its policy.
 *
 * @throws BadInput when the policy has no such parameter, or the value is none.
 */
export const changed = (side: Side, name: string, value: string): Side => {
  if (name === "orders-x") return { ...side, ordersX: Result.getOrThrow(parseFactor(name, value)) }
  if (name === "couriers-x") return { ...side, couriersX: Result.getOrThrow(parseFactor(name, value)) }
  if (name === "with") return { ...side, with: overlaysOf(side.policy, value) }
  const known = ["orders-x", "couriers-x", "with", ...(side.policy === "planner" ? PARAMETERS.keys() : [])]
  Result.getOrThrow(
    knownName(
      `${side.policy}:${name}`,
      name,
      known.map((each) => ({ name: each }))
    )
  )
  const number = Number(value)
  if (!/^[0-9]+(\.[0-9]+)?$/.test(value))
    throw new BadInput(
      `${side.policy}:${name}`,
      `${quoted(value)} is not a number`,
      "write it like 0.5 or 10"
    )
  return { ...side, parameters: { ...side.parameters, [PARAMETERS.get(name) ?? name]: number } }
}

/** Names or paths between plus signs. */
const overlaysOf = (policy: string, value: string): ReadonlyArray<string> => {
  const overlays = value.split("+")
  const twice = overlays.find((overlay, i) => overlays.indexOf(overlay) !== i)
  if (overlays.includes("") || twice !== undefined)
    throw new BadInput(
      `${policy}:with`,
      twice === undefined || twice === "" ? `${quoted(value)} names nothing` : `${twice} is there twice`,
      "write what happens like with=rain-at-seven+courier-strike"
    )
  return overlays
}

/** Parameters of the planner by their names on the command line: those that are numbers. */
export const PARAMETERS: ReadonlyMap<string, string> = new Map(
  Object.entries(defaultPlannerOptions).flatMap(([key, value]) =>
    typeof value === "number"
      ? [[key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), key] as const]
      : []
  )
)
