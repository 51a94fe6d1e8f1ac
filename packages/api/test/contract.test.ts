import { HttpApi, type HttpApiEndpoint } from "effect/http-api"
import { describe, expect, it } from "vitest"
import { scopesOfRole, TokenRole } from "@hotbag/core"
import { accessRule, accessTable, Api, Bearer, isPublic, openApiDocument } from "../src/index.ts"

const endpoints: Array<{ readonly name: string; readonly endpoint: HttpApiEndpoint.Top }> = []
HttpApi.reflect(Api, {
  onGroup: () => {},
  onEndpoint: ({ group, endpoint }) => {
    endpoints.push({ name: `${group.identifier}.${endpoint.identifier}`, endpoint })
  }
})

const isOpen = (name: string): boolean => {
  const rule = accessRule(name)
  return rule !== undefined && isPublic(rule)
}

describe("the contract", () => {
  it("asks no role for a scope that the role cannot have", () => {
    for (const { name } of endpoints) {
      for (const role of TokenRole.literals) {
        const scope = accessRule(name)?.scopes[role]
        if (scope !== undefined) expect(scopesOfRole[role], `${name} ${role}`).toContain(scope)
      }
    }
  })

  it("has a row of access for every endpoint, and no row for none (S131)", () => {
    expect(endpoints.map(({ name }) => name).sort()).toEqual(Object.keys(accessTable).sort())
  })

  it("asks for a token exactly where the table names roles", () => {
    for (const { name, endpoint } of endpoints) {
      const asks = [...endpoint.middlewares].some(({ key }) => key === Bearer.key)
      expect(asks, name).toBe(!isOpen(name))
    }
  })

  it("answers with plain JSON: no success schema needs encoding", () => {
    for (const { name, endpoint } of endpoints) {
      for (const schema of endpoint.success) {
        if (schema.ast._tag !== "Void") expect(schema.ast.encoding, name).toBeUndefined()
      }
    }
  })
})

describe("the OpenAPI document (S48)", () => {
  const document = openApiDocument()
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    (["get", "put", "post", "delete"] as const).flatMap((method) => {
      const operation = item[method]
      return operation === undefined ? [] : [{ path, method, operation }]
    })
  )

  it("describes every endpoint once, with a summary, a tag and a security requirement where a token is needed", () => {
    expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(
      Object.keys(accessTable).sort()
    )
    for (const { operation } of operations) {
      expect(operation.summary, operation.operationId).toBeTruthy()
      expect(operation.security, operation.operationId).toEqual(
        isOpen(operation.operationId) ? [] : [{ bearer: [] }]
      )
    }
  })

  it("writes every problem as application/problem+json", () => {
    for (const { operation } of operations) {
      for (const [status, answer] of Object.entries(operation.responses)) {
        if (Number(status) < 400 || operation.operationId === "health.ready") continue
        expect(Object.keys(answer.content ?? {}), `${operation.operationId} ${status}`).toEqual([
          "application/problem+json"
        ])
      }
    }
  })

  it("refers to nothing that it does not define", () => {
    const text = JSON.stringify(document)
    const named = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name)
    expect([...new Set(named)].filter((name) => !(String(name) in document.components.schemas))).toEqual([])
  })

  it("serves both under the version and without it (C2, S46)", () => {
    expect(document.servers?.map(({ url }) => url)).toEqual(["/api/v1", "/"])
  })

  it.each([
    "Restaurant",
    "Menu",
    "MenuItem",
    "Order",
    "OrderItem",
    "OrderEntity",
    "Driver",
    "Delivery",
    "Payment",
    "PlaceOrderRequest"
  ])("has a JSON schema of %s (S50)", (name) => {
    expect(document.components.schemas[name]).toBeDefined()
  })
})
