import { describe } from "@effect/vitest"
import { memoryGateway } from "@hotbag/services"
import { gatewayCases } from "./gatewayCases.ts"

let named = 0

describe("the sandbox in memory", () => {
  const tokens = {
    held: "tok_ok",
    taken: { token: "tok_taken", method: "paypal" } as const,
    refused: "tok_declined"
  }
  gatewayCases(memoryGateway(), tokens, () => `order-${(named += 1)}`)
})
