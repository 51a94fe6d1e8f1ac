import type { Benchmark } from "../Benchmark.ts"

/** The event queue beside the best heaps of npm. */
export const queue: Benchmark = { name: "queue", about: "", run: () => [] }
