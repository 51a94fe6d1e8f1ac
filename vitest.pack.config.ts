import { defineConfig } from "vitest/config"

// What a user of the published packages sees: packed, installed elsewhere, imported, type-checked, run.
export default defineConfig({
  test: { include: ["tests/pack.test.ts"], testTimeout: 300_000, hookTimeout: 300_000 }
})
