import { configDefaults, defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.ts", "tests/**/*.test.ts", "benchmarks/test/**/*.test.ts"],
    // Packing and installing takes a while; `npm run test:pack` and .ci/run do it.
    exclude: [...configDefaults.exclude, "tests/pack.test.ts"],
    // Two cores are what a small CI machine has; a test that needs a longer timeout says so itself.
    testTimeout: 20_000
  }
})
