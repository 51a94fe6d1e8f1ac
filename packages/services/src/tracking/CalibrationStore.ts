import { Context, type Effect } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

/** One cell of a calibration as it is kept. Nobody has looked yet whether it makes sense. */
export interface KeptCell {
  readonly cell: string
  /** Of what: cells of another kind are another version's, or something else's. */
  readonly kind: string
  readonly seen: number
  readonly parts: ReadonlyArray<number>
}

/** Where what live estimates have learned from deliveries outlives a process. A cell is what was written of it last, whoever wrote it. */
export class CalibrationStore extends Context.Service<
  CalibrationStore,
  {
    /** The `limit` cells that were written last, the oldest of them first. */
    readonly load: (limit: number) => Effect.Effect<ReadonlyArray<KeptCell>, StoreUnavailable>
    /** Writes cells in place of what was kept of them; all of them or none. */
    readonly save: (cells: ReadonlyArray<KeptCell>, atMs: number) => Effect.Effect<void, StoreUnavailable>
    /** Forgets up to `limit` cells that were written before `beforeMs`; how many there were. */
    readonly forget: (beforeMs: number, limit: number) => Effect.Effect<number, StoreUnavailable>
  }
>()("@hotbag/services/tracking/CalibrationStore") {}
