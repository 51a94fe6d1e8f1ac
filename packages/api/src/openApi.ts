import { OpenApi } from "effect/http-api"
import { accessRule, isPublic } from "./access/accessTable.ts"
import { Api } from "./Api.ts"

/**
 * The OpenAPI 3.1 document of the contract (S48). Beside what the schemas say, each operation names the scope that a token
 * of each role needs (`x-scopes`).
 */
export const openApiDocument = (): OpenApi.OpenAPISpec => {
  const document = OpenApi.fromApi(Api)
  const paths: OpenApi.OpenAPISpecPaths = {}
  for (const [path, item] of Object.entries(document.paths)) {
    const described: OpenApi.OpenAPISpecPathItem = { ...item }
    for (const method of ["get", "put", "post", "delete"] as const) {
      const operation = item[method]
      if (operation !== undefined) described[method] = withAccess(operation)
    }
    paths[path] = described
  }
  return { ...document, paths }
}

const withAccess = (operation: OpenApi.OpenAPISpecOperation): OpenApi.OpenAPISpecOperation => {
  const rule = accessRule(operation.operationId)
  if (rule === undefined || isPublic(rule)) return operation
  return Object.assign({}, operation, { "x-scopes": rule.scopes })
}
