import { Limits } from "@hotbag/core"
import { Effect, Layer } from "effect"
import { Outbox } from "../cases/Outbox.ts"
import { Explanations } from "../dispatch/Explanations.ts"
import { Alerts } from "../notices/Alerts.ts"
import { Notices } from "../notices/Notices.ts"
import { Inbox } from "../payments/Inbox.ts"
import { CalibrationStore } from "../tracking/CalibrationStore.ts"
import { PositionStore } from "../tracking/PositionStore.ts"
import { type Sweep, sweep } from "./sweep.ts"

/**
 * Forgets what stands beside the cases and serves nobody any more, as long as the layer lives (P8): notices, alerts, reasons of dispatch, errands
 * that were given up, messages from outside; ways of couriers become counts of districts (P1x). Orders, their log and their money stay.
 */
export const retentionSweep: Layer.Layer<
  never,
  never,
  Alerts | CalibrationStore | Explanations | Inbox | Notices | Outbox | PositionStore
> = Layer.effectDiscard(
  Effect.gen(function* () {
    const alerts = yield* Alerts
    const calibration = yield* CalibrationStore
    const explanations = yield* Explanations
    const inbox = yield* Inbox
    const notices = yield* Notices
    const outbox = yield* Outbox
    const positions = yield* PositionStore
    const kept: ReadonlyArray<Pick<Sweep, "what" | "keptMs" | "forget">> = [
      { what: "notices", keptMs: Limits.noticesKeptMs, forget: notices.forget },
      { what: "alerts", keptMs: Limits.alertsKeptMs, forget: alerts.forget },
      { what: "reasons of dispatch", keptMs: Limits.reasonsKeptMs, forget: explanations.forget },
      { what: "errands set aside", keptMs: Limits.setAsideKeptMs, forget: outbox.forgetSetAside },
      { what: "messages of the inbox", keptMs: Limits.inboxKeptMs, forget: inbox.forget },
      { what: "ways of couriers", keptMs: Limits.tracksKeptMs, forget: positions.coarsen },
      {
        what: "calibrations of arrivals",
        keptMs: Limits.calibrationKeptMs,
        forget: calibration.forget
      }
    ]
    for (const each of kept) {
      const pace = { everyMs: Limits.retentionSweepMs, atOnce: Limits.forgottenAtOnce }
      yield* Effect.forkScoped(sweep({ ...each, ...pace }))
    }
  })
)
