/**
 * Writes the generated parts of the documents from the code: `npm run docs`. With `--check` it writes nothing, and exits with
 * 1 when a document is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { benchmarks } from "../benchmarks/src/benchmarks.ts"
import { growthTable } from "../benchmarks/src/growth/growthTable.ts"
import { resultsTable } from "../benchmarks/src/table.ts"
import { TERMINAL_DELIVERY_STATUSES } from "../packages/core/src/delivery/Delivery.ts"
import { deliveryTransitions } from "../packages/core/src/delivery/transitions.ts"
import { Limits } from "../packages/core/src/Limits.ts"
import { type CancellationRule, cancellationTable } from "../packages/core/src/order/cancellation.ts"
import { OrderStatus, TERMINAL_ORDER_STATUSES } from "../packages/core/src/order/Order.ts"
import { orderEventWords, orderStatusWords } from "../packages/core/src/order/projections.ts"
import { orderTransitions } from "../packages/core/src/order/transitions.ts"
import { paymentMoves } from "../packages/core/src/saga/paymentMoves.ts"
import { explainSlos, type SloExplanation } from "../packages/sim/src/report/explainSlos.ts"
import { type ScenarioField, scenarioFields } from "../packages/sim/src/scenario/scenarioFields.ts"
import { overlayNamed, scenarios } from "../packages/sim/src/scenario/scenarios.ts"
import type { Transition } from "../packages/core/src/Transitions.ts"
import { messageSchemas } from "../packages/api/src/messages/messageSchemas.ts"
import { growthPicture } from "./tidy/growthPicture.ts"
import { closeCodesTable, fieldsTable } from "./tidy/messageTables.ts"
import { roomsPicture } from "./tidy/picture.ts"

/** Documents with generated parts, relative to the repository. */
export const documents: ReadonlyArray<string> = [
  "docs/architecture.md",
  "docs/benchmarks.md",
  "docs/lifecycles.md",
  "docs/scenarios.md",
  "docs/slo.md",
  "docs/watching.md"
]

/** The text of a document in the repository. */
export const readDocument = (path: string): string => readFileSync(fileOf(path), "utf8")

/**
 * The document with everything between `<!-- generated: name -->` and `<!-- /generated -->` made anew.
 *
 * @throws Error when a marker names a part that nobody generates, or is not closed.
 */
export const regenerate = (document: string): string =>
  document.replace(
    /<!-- generated: (\S+) -->\n(?:(?!<!-- generated)[\s\S])*?<!-- \/generated -->/g,
    (_, name: string) => {
      const part = parts.get(name)
      if (part === undefined) throw new Error(`Nobody generates "${name}"; see scripts/docs.ts.`)
      return `<!-- generated: ${name} -->\n\n${part()}\n\n<!-- /generated -->`
    }
  )

/** Names of the parts that can be generated. */
export const partNames = (): ReadonlyArray<string> => [...parts.keys()]

const parts: ReadonlyMap<string, () => string> = new Map([
  [
    "order",
    () => `${diagram(orderTransitions.rows, TERMINAL_ORDER_STATUSES)}\n\n${rulesTable(orderTransitions.rows)}`
  ],
  ["cancellation", () => cancellations()],
  ["words", () => `${statusWords()}\n\n${eventWords()}`],
  [
    "delivery",
    () =>
      `${diagram(deliveryTransitions.rows, TERMINAL_DELIVERY_STATUSES)}\n\n${rulesTable(deliveryTransitions.rows)}`
  ],
  ["payment", () => payment()],
  ["slos", () => objectives()],
  ["scenarios", () => scenarioTable()],
  ["scenarioFields", () => fieldTable(scenarioFields().filter(({ path }) => !isOfDisturbance(path)))],
  ["disturbanceFields", () => fieldTable(scenarioFields().filter(({ path }) => isOfDisturbance(path)))],
  ["rooms", roomsPicture],
  ["watchFields", () => fieldsTable(messageSchemas().watchMessage)],
  ["trackFields", () => fieldsTable(messageSchemas().trackMessage)],
  ["closeCodes", closeCodesTable],
  ["growthSizes", () => `${growthTable()}${growthPicture() === undefined ? "" : GROWTH_PICTURE}`],
  ...benchmarks.map(({ name }) => [`${name}Results`, () => resultsTable(name)] as const)
])

const GROWTH_PICTURE = "\n\n![Time and memory by the number of orders](pictures/growth.svg)"

const scenarioTable = (): string =>
  table(
    ["Name", "What it is", "Orders a day", "Couriers", "Restaurants", "Regions", "Disturbances"],
    scenarios.map(({ description, disturbances, name, regions }) => {
      const sum = (of: (region: (typeof regions)[number]) => number) =>
        regions.reduce((total, region) => total + of(region), 0).toLocaleString("en")
      return [
        code(name) + (overlayNamed(name) === undefined ? "" : ", overlay"),
        description,
        sum((region) => region.ordersPerDay),
        sum((region) => region.couriers),
        sum((region) => region.restaurants),
        String(regions.length),
        disturbances.map(({ kind }) => kind).join(", ") || "none"
      ]
    })
  )

const isOfDisturbance = (path: string): boolean => path.startsWith("disturbances[")

const fieldTable = (fields: ReadonlyArray<ScenarioField>): string =>
  table(
    ["Field", "Type", "Default", "Meaning"],
    fields.map(({ default: value, description, path, type }) => [
      code(path),
      type,
      value === null ? "required" : value.length > 60 ? "a list, see the code" : code(value),
      description
    ])
  )

type Row = Transition<string, string, string>

/** A Mermaid state diagram: one arrow per pair of statuses, labelled with its commands; repeats are left out. */
const diagram = (rows: ReadonlyArray<Row>, terminal: ReadonlySet<string>): string => {
  const arrows = new Map<string, Array<string>>()
  for (const row of rows.filter((row) => row.events.length > 0)) {
    const arrow = `${node(row.from)} --> ${node(row.to)}`
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), row.command])
  }
  const statuses = [...new Set(rows.map((row) => row.to))]
  return mermaid([
    ...statuses
      .filter((status) => status.includes("-"))
      .map((status) => `state "${status}" as ${node(status)}`),
    ...[...arrows].map(([arrow, commands]) => `${arrow}: ${commands.join(", ")}`),
    ...statuses.filter((status) => terminal.has(status)).map((status) => `${node(status)} --> [*]`)
  ])
}

/** Every rule of a lifecycle as a Markdown table. */
const rulesTable = (rows: ReadonlyArray<Row>): string => {
  const rules = new Map<string, Array<Row>>()
  for (const row of rows) {
    const rule = `${row.command} ${row.events.join(" ")} ${row.description}`
    rules.set(rule, [...(rules.get(rule) ?? []), row])
  }
  return table(
    ["Command", "In", "Events", "Then", "Requires", "Meaning"],
    [...rules.values()].map((rule) => {
      const [first] = rule
      if (first === undefined) return []
      const stays = rule.every((row) => row.to === row.from)
      return [
        code(first.command),
        rule.map((row) => row.from).join(", "),
        first.events.length === 0 ? "nothing" : first.events.map(code).join(", "),
        stays ? "stays" : first.to,
        first.requires.map(code).join(", "),
        first.description
      ]
    })
  )
}

const cancellations = (): string =>
  table(
    ["In", "Customer", "Restaurant", "Platform"],
    OrderStatus.literals
      .filter((status) => status in cancellationTable.customer)
      .map((status) => [
        status,
        ...[cancellationTable.customer, cancellationTable.restaurant, cancellationTable.platform].map(
          (rules) =>
            cancellationWords(Object.entries(rules).find(([name]) => name === status)?.[1] ?? "never")
        )
      ])
  )

const cancellationWords = (rule: CancellationRule): string => {
  switch (rule) {
    case "freely":
      return "freely"
    case "never":
      return "never"
    case "within-grace-or-without-courier":
      return `within ${minutes(Limits.cancelGraceMs)} of the start of preparation, or after ${minutes(Limits.withoutCourierCancelMs)} without a courier`
  }
}

const statusWords = (): string =>
  table(
    ["Status", "`status` of the API", "Document A", "Document B"],
    Object.entries(orderStatusWords).map(([status, words]) => [
      status,
      code(words.field),
      code(words.a),
      code(words.b)
    ])
  )

const eventWords = (): string =>
  table(
    ["Event", "Document A", "Document B", "WebSocket"],
    Object.entries(orderEventWords).map(([event, words]) => [
      code(event),
      code(words.a),
      code(words.b),
      code(words.webSocket)
    ])
  )

const payment = (): string =>
  mermaid(
    paymentMoves.map(
      ({ from, to, because }) =>
        `${from === "none" ? "[*]" : from} --> ${to === "settled" ? "[*]" : to}${because === "" ? "" : `: ${because}`}`
    )
  )

const mermaid = (lines: ReadonlyArray<string>): string =>
  ["```mermaid", "stateDiagram-v2", ...lines.map((line) => `  ${line}`), "```"].join("\n")

/** Every objective: a table of each side, and below it why. */
const objectives = (): string => {
  const all = explainSlos()
  const part = (title: string, chosen: ReadonlyArray<SloExplanation>) => [
    `### ${title}`,
    "",
    table(
      ["objective", "promise", "share", "budget", "required by"],
      chosen.map(({ budget, description, name, objective, requirements }) => [
        code(name),
        description,
        `${Math.round(objective * 1e6) / 1e4} %`,
        `${budget.per100k} of 100,000`,
        requirements.length === 0 ? "–" : requirements.join(", ")
      ])
    ),
    "",
    ...chosen.map(({ measured, name, why }) => `- ${code(name)}: ${why} Measured: ${measured}.`),
    ""
  ]
  const of = (side: SloExplanation["side"], gate: boolean) =>
    all.filter((slo) => slo.side === side && slo.gate === gate)
  return [
    ...part("What customers are promised", of("customer", true)),
    ...part("What the servers promise", of("system", true)),
    ...part("Goals beyond", of("system", false))
  ]
    .join("\n")
    .trimEnd()
}

const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n")

/** Mermaid takes no hyphens in names. */
const node = (status: string): string => (status === "none" ? "[*]" : status.replaceAll("-", "_"))

const code = (text: string): string => `\`${text}\``

const minutes = (ms: number): string => (ms === 60_000 ? "1 minute" : `${ms / 60_000} minutes`)

const fileOf = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** What is drawn from a record, each with its place; undefined: nothing is recorded. */
export const pictures = (): ReadonlyArray<readonly [path: string, text: string | undefined]> => [
  ["docs/pictures/growth.svg", growthPicture()]
]

if (import.meta.main) {
  const check = process.argv.includes("--check")
  const texts = documents.map((path) => [path, regenerate(readDocument(path))] as const)
  for (const [path, after] of [...texts, ...pictures()]) {
    if (after === undefined || (existsSync(fileOf(path)) && readDocument(path) === after)) continue
    if (check) {
      console.error(`${path} is out of date; run \`npm run docs\`.`)
      process.exitCode = 1
    } else {
      writeFileSync(fileOf(path), after)
      console.log(`${path} written`)
    }
  }
}
