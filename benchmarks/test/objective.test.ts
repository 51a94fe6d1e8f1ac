import { expect, test } from "vitest"
import { line } from "../src/lines.ts"
import { objective } from "../src/objective.ts"

test("what is compared but no speed survives being written down", () => {
  const found = objective("p99", "ms", 20, 100)
  expect(JSON.parse(JSON.stringify(found))).toStrictEqual(found)
  expect(line(found)).toContain("5.00×")
})

test("nothing at all beside a promise is a thousand times better, not endlessly", () => {
  expect(objective("left out", "%", 0, 100).ratio.median).toBe(1_000)
})
