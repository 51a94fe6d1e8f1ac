import { Schema } from "effect"
import { isRecord } from "./isRecord.ts"
import { Scenario } from "./Scenario.ts"

/** One field of a scenario, as its documentation shows it. */
export interface ScenarioField {
  /** Such as `regions[].centre`; those of a disturbance name its kind: `disturbances[rain].speeds`. */
  readonly path: string
  /** What may stand there: `number 0 … 1`, `list`, `"midnight" | "dinner"`. */
  readonly type: string
  /** As JSON; null where the field must be given. */
  readonly default: string | null
  /** With the unit. */
  readonly description: string
}

/** Every field of a scenario file in the sequence of the schema, those of disturbances last, kind by kind. */
export const scenarioFields = (): ReadonlyArray<ScenarioField> =>
  fieldsOf(Schema.toJsonSchemaDocument(Scenario).schema, "")

type Node = Readonly<Record<string, unknown>>

const fieldsOf = (node: unknown, path: string): ReadonlyArray<ScenarioField> => {
  if (!isRecord(node)) return []
  const properties = isRecord(node["properties"]) ? node["properties"] : {}
  return Object.entries(properties).flatMap(([name, value]): ReadonlyArray<ScenarioField> => {
    if (!isRecord(value)) return []
    const own = fieldOf(value, path === "" ? name : `${path}.${name}`)
    return own.path === "disturbances" ? [own, ...disturbanceFields(value)] : [own, ...below(value, own.path)]
  })
}

const disturbanceFields = (list: Node): ReadonlyArray<ScenarioField> =>
  nodes(isRecord(list["items"]) ? list["items"]["anyOf"] : []).flatMap((node) => {
    const properties = isRecord(node["properties"]) ? node["properties"] : {}
    const kind = isRecord(properties["kind"]) ? properties["kind"]["enum"] : []
    return fieldsOf(node, `disturbances[${String(Array.isArray(kind) ? kind[0] : "")}]`).filter(
      ({ path }) => !COMMON.test(path)
    )
  })

/** Described once, with the first kind. */
const COMMON = /\[(?!rain\])[a-z-]+\]\.(?:where\..*|fromMs|toMs|relativeTo|rampMs)$/

const below = (node: Node, path: string): ReadonlyArray<ScenarioField> => {
  const own = isPlace(node) ? [] : fieldsOf(node, path)
  const items = isRecord(node["items"]) && !isPlace(node["items"]) ? below(node["items"], `${path}[]`) : []
  const choices = nodes(node["anyOf"]).flatMap((choice) => below(choice, path))
  return [...own, ...items, ...choices]
}

const isPlace = (node: Node): boolean => isRecord(node["properties"]) && "lat" in node["properties"]

const fieldOf = (node: Node, path: string): ScenarioField => {
  const said = [node, ...nodes(node["allOf"])].flatMap(({ description }) =>
    typeof description === "string" ? [description] : []
  )
  const text = said.join(" ")
  const mark = text.lastIndexOf(" Default: ")
  return {
    path,
    type: typeOf(node),
    default: mark < 0 ? null : text.slice(mark + " Default: ".length, -1),
    description: mark < 0 ? text : text.slice(0, mark)
  }
}

const typeOf = (node: Node): string => {
  const { maximum, minimum, type } = node
  const choices = nodes(node["anyOf"])
  if (choices.length > 0) return choices.map(typeOf).join(" or ")
  if (Array.isArray(node["enum"])) return node["enum"].map((value) => JSON.stringify(value)).join(" or ")
  if (isPlace(node)) return "{ lat, lng }"
  if (type === "array") return isRecord(node["items"]) ? `list of ${typeOf(node["items"])}` : "list"
  const kind = type === "integer" ? "whole number" : String(type)
  return typeof minimum !== "number" || typeof maximum !== "number"
    ? kind
    : `${kind}, ${minimum} to ${maximum}`
}

const nodes = (list: unknown): ReadonlyArray<Node> => (Array.isArray(list) ? list.filter(isRecord) : [])
