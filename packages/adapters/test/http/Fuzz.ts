import { openApiDocument } from "@hotbag/api"

/**
 * Makes requests from the contract's own document: good ones, and good ones with something wrong in them. All from one seed, so that what
 * was found can be found again.
 */
export class Fuzz {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A number in [0, 1): mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  pick<A>(values: ReadonlyArray<A>): A {
    const value = values[this.below(values.length)]
    if (value === undefined) throw new Error("nothing to pick from")
    return value
  }

  /** JSON text of a body: mostly good, with up to three things wrong. */
  body(operationId: string, sample: unknown): string {
    const schema = bodySchemas.get(operationId)
    const base = sample !== undefined && this.next() < 0.5 ? sample : this.value(schema ?? {}, 0)
    let text = JSON.stringify(base) ?? ""
    for (let wrong = this.below(4); wrong > 0; wrong--) text = this.spoil(text)
    return text
  }

  /** A value of the schema, more or less. */
  value(schema: unknown, depth: number): unknown {
    const { $ref, anyOf, oneOf, enum: literals, const: literal, type, allOf } = fieldsOf(schema)
    if (typeof $ref === "string") return this.value(definitionOf($ref), depth + 1)
    const choices = listOf(anyOf ?? oneOf)
    if (choices.length > 0) return this.value(this.pick(choices), depth + 1)
    if (listOf(literals).length > 0) return this.pick(listOf(literals))
    if (literal !== undefined) return literal
    if (depth > 12) return null
    if (type === "object") return this.#object(fieldsOf(schema), depth)
    if (type === "array") {
      const { items } = fieldsOf(schema)
      return Array.from({ length: this.below(3) + 1 }, () => this.value(items ?? {}, depth + 1))
    }
    if (type === "number" || type === "integer") return this.#number(fieldsOf(schema), listOf(allOf))
    if (type === "boolean") return this.next() < 0.5
    if (type === "null") return null
    return this.text()
  }

  /** Text of people, and of those who try what happens. */
  text(): string {
    return this.pick(NASTY_TEXT)
  }

  /** The text with one value in it replaced, a field added, or a bracket more. */
  spoil(json: string): string {
    const places = [...json.matchAll(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null/g)]
    const at = places.length === 0 ? undefined : this.pick(places)
    switch (this.below(4)) {
      case 0:
        return json.replace("{", `{"${this.pick(NASTY_NAMES)}":${this.pick(NASTY_JSON)},`)
      case 1:
        return json.slice(0, this.below(json.length + 1))
      default:
        return at === undefined
          ? this.pick(NASTY_JSON)
          : json.slice(0, at.index) + this.pick(NASTY_JSON) + json.slice(at.index + at[0].length)
    }
  }

  /** The bytes with a few of them changed, left out, doubled or put in. */
  mangle(bytes: Buffer): Buffer {
    let mangled = bytes
    for (let times = this.below(6) + 1; times > 0; times--) {
      const at = this.below(mangled.length + 1)
      const [before, after] = [mangled.subarray(0, at), mangled.subarray(at)]
      const noise = Buffer.from(Array.from({ length: this.below(8) + 1 }, () => this.below(256)))
      mangled = this.pick([
        () => Buffer.concat([before, noise, after]),
        () => Buffer.concat([before, after.subarray(1 + this.below(4))]),
        () => Buffer.concat([before, after.subarray(0, 16), after]),
        () => Buffer.concat([before, noise, after.subarray(noise.length)])
      ])()
    }
    return mangled
  }

  #object({ properties, required }: Fields, depth: number): unknown {
    const made: Record<string, unknown> = {}
    for (const [name, field] of Object.entries(fieldsOf(properties))) {
      if (listOf(required).includes(name) || this.next() < 0.4) made[name] = this.value(field, depth + 1)
    }
    return made
  }

  #number({ minimum, maximum }: Fields, more: ReadonlyArray<unknown>): number {
    const bounds = more.map(fieldsOf)
    const low = Number(minimum ?? bounds.find((bound) => "minimum" in bound)?.["minimum"] ?? 0)
    const high = Number(maximum ?? bounds.find((bound) => "maximum" in bound)?.["maximum"] ?? 100)
    return this.pick([low, high, low - 1, high + 1, Math.round((low + high) / 2), low + 0.5])
  }
}

type Fields = Readonly<Record<string, unknown>>

const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {}

const listOf = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])

const document = openApiDocument()

const definitionOf = (reference: string): unknown =>
  document.components.schemas[reference.slice("#/components/schemas/".length)]

const bodySchemas: ReadonlyMap<string, unknown> = new Map(
  Object.values(document.paths).flatMap((item) =>
    (["get", "put", "post", "delete"] as const).flatMap(
      (method): ReadonlyArray<readonly [string, unknown]> => {
        const operation = item[method]
        const content = operation?.requestBody?.content["application/json"]
        return operation === undefined || content === undefined
          ? []
          : [[operation.operationId, content.schema]]
      }
    )
  )
)

/** Values in the place of others. */
const NASTY_JSON: ReadonlyArray<string> = [
  "null",
  "true",
  "[]",
  "{}",
  "0",
  "-0",
  "-1",
  "1e308",
  "-1e308",
  "1e999",
  "9007199254740993",
  "0.1",
  "91",
  "181",
  "NaN",
  '""',
  '"x"',
  '"\\u0000"',
  '"\\ud800"',
  '"../../etc/passwd"',
  '"\'; drop table orders; --"',
  '"%00"',
  '"4242424242424242"',
  '"2026-02-30T00:00:00Z"',
  '"<script>"',
  `"${"é".repeat(600)}"`,
  "[".repeat(40) + "]".repeat(40),
  `[${"0,".repeat(200)}0]`,
  '{"__proto__":{"a":1}}',
  '"card"',
  '"luigi"',
  '"margherita"'
]

const NASTY_NAMES: ReadonlyArray<string> = [
  "__proto__",
  "constructor",
  "status",
  "courierId",
  "totalPrice",
  "orderId",
  "userId",
  "customerId",
  "id",
  "lat",
  "lon",
  "",
  "toString",
  "version",
  "\\u0000"
]

const NASTY_TEXT: ReadonlyArray<string> = [
  "luigi",
  "mario",
  "margherita",
  "truffle",
  "berlin",
  "ada",
  "tok_ok",
  "Ünïcødé 🍕",
  "\u202e",
  "a".repeat(64),
  "a".repeat(65),
  "-",
  "..",
  "0",
  "2026-11-22T18:30:00Z",
  "\u0000",
  "'",
  "pizza",
  "Europe/Berlin",
  "https://x.test/a.png"
]
