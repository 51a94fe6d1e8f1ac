import { inOrder } from "./inOrder.ts"

/** What live estimates have learned from how deliveries ended: by phase, region and hour of the day. No order, no person. */
export const etaCalibration = inOrder([
  `create table eta_calibration (
    cell text collate "C" primary key,
    kind text not null,
    seen integer not null,
    parts float8[] not null,
    written_at_ms bigint not null
  )`
])
