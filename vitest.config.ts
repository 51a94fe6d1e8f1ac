import { configDefaults, defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.ts", "tests/**/*.test.ts", "benchmarks/test/**/*.test.ts"],
    // Packing and installing takes a while; `npm run test:pack` and .ci/run do it.
    exclude: [...configDefaults.exclude, "tests/pack.test.ts"],
    setupFiles: ["tests/seed.ts"],
    // Not a promise of speed: a busy machine with two cores must not turn a good test red.
    testTimeout: 60_000
  }
})
