import { availableParallelism, tmpdir } from "node:os"
import { join } from "node:path"
import { configDefaults, defineConfig } from "vitest/config"

/** Packages without I/O and ambient state: what their test files import is as good as new for the next file. */
const pure = ["core", "dispatch", "sim", "services", "api"].map(
  (name) => `packages/${name}/test/**/*.test.ts`
)

export default defineConfig({
  test: {
    // By default one core is left free: half of a small machine, where many tests only wait for a server.
    maxWorkers: Math.max(2, availableParallelism()),
    setupFiles: ["tests/seed.ts"],
    // Node runs TypeScript as it is. Vite's own runner looks every import up at each use, which made kernels several
    // times as slow as they are.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    env: { NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache") },
    // Not a promise of speed but a guard against hanging: a busy machine must not turn a good test red.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    projects: [
      {
        extends: true,
        test: {
          name: "apart",
          include: ["packages/*/test/**/*.test.ts", "tests/**/*.test.ts", "benchmarks/test/**/*.test.ts"],
          // Packing and installing takes a while; `npm run test:pack` and .ci/run do it.
          exclude: [...configDefaults.exclude, ...pure, "tests/pack.test.ts"]
        }
      },
      // Their modules are evaluated once for each worker, not once for each file: most of what a short file costs.
      { extends: true, test: { name: "pure", include: pure, isolate: false } }
    ]
  }
})
