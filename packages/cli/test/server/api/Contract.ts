import type { Answer } from "./Answer.ts"
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"

/** One operation of the document. */
export interface Operation {
  readonly id: string
  readonly method: string
  /** As the document writes it: `/orders/{orderId}`. */
  readonly path: string
}

/** The OpenAPI document that a server serves, to hold its answers against (S48). */
export class Contract {
  readonly operations: ReadonlyArray<Operation>
  readonly schemas: Readonly<Record<string, unknown>>
  readonly #document: unknown
  readonly #ajv: Ajv2020
  readonly #routes: ReadonlyArray<{ readonly operation: Operation; readonly pattern: RegExp }>
  readonly #validators = new Map<string, ValidateFunction>()

  constructor(document: unknown) {
    this.#document = document
    this.#ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true })
    this.#ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    this.#ajv.addSchema({ $id: "https://hotbag.test/openapi.json", ...recordOf(document) })
    this.schemas = recordOf(under(document, "components", "schemas"))
    this.operations = Object.entries(recordOf(under(document, "paths"))).flatMap(([path, item]) =>
      Object.entries(recordOf(item)).flatMap(([method, operation]) => {
        const id = under(operation, "operationId")
        return typeof id === "string" ? [{ id, method: method.toUpperCase(), path }] : []
      })
    )
    // A literal segment goes before a parameter.
    this.#routes = this.operations
      .map((operation) => ({
        operation,
        pattern: new RegExp(`^(?:/api/v1)?${operation.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`)
      }))
      .sort((left, right) => left.operation.path.split("{").length - right.operation.path.split("{").length)
  }

  /** The operation that a request is for; undefined when there is none. */
  operationOf(method: string, path: string): Operation | undefined {
    const bare = path.split("?", 1)[0] ?? path
    return this.#routes.find(({ operation, pattern }) => operation.method === method && pattern.test(bare))
      ?.operation
  }

  /** What is wrong with an answer by the document; null when nothing is. */
  complaint(method: string, path: string, { body, headers, status, text }: Answer): string | null {
    const operation = this.operationOf(method, path)
    if (operation === undefined) return status < 400 ? `${method} ${path} is in no document` : null
    const responses = this.#at(operation, "responses")
    const response = recordOf(responses)[String(status)]
    if (response === undefined) return `status ${status} of ${operation.id} is not in the document`
    const content = recordOf(under(response, "content"))
    const type = (headers.get("content-type") ?? "").split(";", 1)[0] ?? ""
    if (Object.keys(content).length === 0)
      return text === "" ? null : `${operation.id} says too much: ${text}`
    if (content[type] === undefined) return `${operation.id} answers ${status} with ${type}`
    const validate = this.#validator(operation, status, type)
    return validate(body)
      ? null
      : `${operation.id} ${status}: ${this.#ajv.errorsText(validate.errors)} in ${text.slice(0, 500)}`
  }

  /** What is wrong with a value by a schema of the document; null when nothing is. */
  misfit(name: string, value: unknown): string | null {
    const pointer = `https://hotbag.test/openapi.json#/components/schemas/${name}`
    const validate = this.#compile(pointer)
    return validate(value) ? null : this.#ajv.errorsText(validate.errors)
  }

  #validator({ method, path }: Operation, status: number, type: string): ValidateFunction {
    const parts = [
      "paths",
      path,
      method.toLowerCase(),
      "responses",
      String(status),
      "content",
      type,
      "schema"
    ]
    return this.#compile(`https://hotbag.test/openapi.json#/${parts.map(pointerPart).join("/")}`)
  }

  #compile(pointer: string): ValidateFunction {
    const known = this.#validators.get(pointer)
    if (known !== undefined) return known
    const made = this.#ajv.compile({ $ref: pointer })
    this.#validators.set(pointer, made)
    return made
  }

  #at({ method, path }: Operation, name: string): unknown {
    return under(this.#document, "paths", path, method.toLowerCase(), name)
  }
}

const pointerPart = (part: string): string =>
  encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {}

const under = (value: unknown, ...names: ReadonlyArray<string>): unknown =>
  names.reduce<unknown>((inner, name) => recordOf(inner)[name], value)
