import { Api, commandProblems, MethodNotAllowed, openApiDocument } from "@hotbag/api"
import { Result, Schema } from "effect"
import { HttpApi, type HttpApiEndpoint, HttpApiSchema } from "effect/http-api"
import type { Answer } from "./TestServer.ts"

/** An endpoint of the contract with what its document says. */
export interface DocumentedEndpoint {
  /** `group.endpoint` */
  readonly name: string
  readonly method: string
  /** In the contract's notation: `/orders/:orderId`. */
  readonly path: string
  readonly endpoint: HttpApiEndpoint.Top
  /** Every status that the document names. */
  readonly statuses: ReadonlySet<number>
}

const document = openApiDocument()

const statusesOf = (name: string): ReadonlySet<number> => {
  for (const item of Object.values(document.paths)) {
    for (const method of ["get", "put", "post", "delete"] as const) {
      const operation = item[method]
      if (operation?.operationId === name) return new Set(Object.keys(operation.responses).map(Number))
    }
  }
  throw new Error(`${name} is not in the document`)
}

/** All endpoints of the contract. */
export const endpoints: ReadonlyArray<DocumentedEndpoint> = (() => {
  const found: Array<DocumentedEndpoint> = []
  HttpApi.reflect(Api, {
    onGroup: () => {},
    onEndpoint: ({ group, endpoint }) => {
      const name = `${group.identifier}.${endpoint.identifier}`
      found.push({ name, method: endpoint.method, path: endpoint.path, endpoint, statuses: statusesOf(name) })
    }
  })
  return found
})()

/** The endpoint of that name. */
export const endpointNamed = (name: string): DocumentedEndpoint => {
  const found = endpoints.find((each) => each.name === name)
  if (found === undefined) throw new Error(`there is no endpoint ${name}`)
  return found
}

/** What is wrong with an answer by the document of its endpoint; null when nothing is. */
export const complaint = ({ endpoint, statuses }: DocumentedEndpoint, answer: Answer): string | null => {
  const { status, text, body } = answer
  if (!statuses.has(status)) return `status ${status} is not in the document: ${text}`
  if (status === 304 || status === 204) return text === "" ? null : `a body where there is none: ${text}`
  const type = answer.headers.get("content-type") ?? ""
  if (type === "application/problem+json") return problemComplaint(status, body)
  if (type !== "application/json") return `type ${type}`
  const fits = [...endpoint.success].some((schema) => decodes(bodySchema(schema), body))
  return fits ? null : `the body does not fit: ${text.slice(0, 500)}`
}

const problemComplaint = (status: number, body: unknown): string | null => {
  const fits = [...commandProblems, MethodNotAllowed].some((problem) => decodes(problem, body))
  if (!fits) return `no such problem: ${JSON.stringify(body)}`
  const said = typeof body === "object" && body !== null && "status" in body ? body.status : undefined
  return said === status ? null : `the problem says ${String(said)}, the answer ${status}`
}

const bodySchema = (schema: Schema.Top): Schema.Top =>
  HttpApiSchema.isWithHeaders(schema) ? schema.schema : schema

/** Nothing missing, and nothing that the contract does not declare (API3). */
const decodes = (schema: Schema.Top, body: unknown): boolean =>
  Result.isSuccess(
    Schema.decodeUnknownResult(Schema.make<Schema.Codec<unknown>>(schema.ast), { onExcessProperty: "error" })(
      body
    )
  )
