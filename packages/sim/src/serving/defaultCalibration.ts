import type { Calibration } from "./Calibration.ts"

/** Until measured. */
export const DEFAULT_CALIBRATION: Calibration = {
  version: 1,
  machine: "2 × AMD EPYC, linux x64",
  commit: "0",
  load: "",
  assumed: [],
  startMs: 10_000,
  place: { answer: { nodeMs: 0.8, databaseMs: 0.5 }, after: { nodeMs: 1.6, databaseMs: 0.8 } },
  command: { answer: { nodeMs: 0.5, databaseMs: 0.4 }, after: { nodeMs: 0.3, databaseMs: 0.2 } },
  nearby: { nodeMs: 0.6, databaseMs: 0 },
  read: { nodeMs: 0.15, databaseMs: 0.1 },
  ping: { nodeMs: 0.04, databaseMs: 0.005 },
  message: { nodeMs: 0.016, databaseMs: 0 },
  variation: 2,
  latencies: {
    place: [3, 4, 5, 6, 12],
    command: [2, 3, 4, 5, 10],
    nearby: [1, 2, 3],
    read: [1, 2, 3],
    after: [5, 10, 30],
    position: [1, 2, 10],
    status: [5, 10, 30]
  },
  rounds: [{ policy: "nearest", baseMs: 0.5, perWaitingMs: 0.05, ratios: [0.5, 1, 2] }]
}
