import { closeCodes } from "../../packages/api/src/messages/closeCodes.ts"

/** The fields of a message on the sockets as a Markdown table, from its JSON Schema: name, type, what it says. */
export const fieldsTable = (document: unknown): string => {
  const definitions = under(document, "definitions")
  const resolve = (part: unknown): unknown => {
    const name = under(part, "$ref")
    return typeof name === "string" ? under(definitions, name.split("/").at(-1) ?? "") : part
  }
  const properties = under(resolve(under(document, "schema")), "properties")
  const fields = typeof properties === "object" && properties !== null ? Object.entries(properties) : []
  const rows = fields.map(([name, part]) => {
    const description = textOf(under(part, "description") ?? under(resolve(part), "description"))
    return `| \`${name}\` | ${typeOf(part, resolve)} | ${description.replaceAll("|", "\\|")} |`
  })
  return ["| field | type | |", "|---|---|---|", ...rows].join("\n")
}

/** Why sockets are closed, as a Markdown table. */
export const closeCodesTable = (): string =>
  [
    "| code | reason | |",
    "|--:|---|---|",
    ...Object.entries(closeCodes)
      .sort(([, left], [, right]) => left.code - right.code)
      .map(([reason, { about, code }]) => `| ${code} | \`${reason}\` | ${about} |`)
  ].join("\n")

const typeOf = (part: unknown, resolve: (part: unknown) => unknown): string => {
  const whole = resolve(part)
  const choices = under(whole, "anyOf")
  if (Array.isArray(choices)) {
    return choices.map((choice: unknown) => typeOf(choice, resolve)).join(" or ")
  }
  if (under(whole, "format") === "date-time") return "moment"
  const name = under(part, "$ref")
  const type = textOf(under(whole, "type"))
  if (type === "array") return `list of ${typeOf(under(whole, "items"), resolve)}`
  return typeof name === "string" && type === "object" ? (name.split("/").at(-1) ?? type).toLowerCase() : type
}

const under = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined

const textOf = (value: unknown): string => (typeof value === "string" ? value : "")
