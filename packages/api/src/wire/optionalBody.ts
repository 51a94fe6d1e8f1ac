import { OpenApi } from "effect/http-api"

/** For endpoints whose body may be left out: it then counts as `{}`. */
export const optionalBody = OpenApi.annotations({
  transform: (operation) => {
    const body: unknown = operation["requestBody"]
    return typeof body === "object" ? { ...operation, requestBody: { ...body, required: false } } : operation
  }
})
