import { Limits, MINUTE_MS } from "@hotbag/core"
import { moreOrders, sideBySide, withPrepError } from "@hotbag/sim"
import type { GrubhubInstance } from "@hotbag/sim"
import { Result } from "effect"
import { basename, resolve } from "node:path"
import { BadInput } from "../exit.ts"
import { readGrubhub } from "../input/grubhub.ts"

/** A day as it is played: the folder it is read from, and how it is changed. */
export interface Day {
  readonly folder: string
  /** Copies of the day, side by side. */
  readonly copies: number
  /** Multiple of the day's orders, on the same couriers. */
  readonly ordersX: number
  /** Standard deviation of what kitchens say of preparations, in minutes; 0: they are always right. */
  readonly prepErrorMinutes: number
}

/** A day is called like its folder, and by how it was changed. */
export const dayName = ({ folder, copies, ordersX, prepErrorMinutes }: Day): string =>
  [
    basename(resolve(folder)),
    ...(copies === 1 ? [] : [`x${copies}`]),
    ...(ordersX === 1 ? [] : [`orders x${ordersX}`]),
    ...(prepErrorMinutes === 0 ? [] : [`prep-error ${prepErrorMinutes}`])
  ].join(" ")

/** Reads a day and changes it. @throws BadInput that names the file and line, or the option that asks for too much. */
export const loadDay = async (day: Day): Promise<GrubhubInstance> => {
  const instance = await loadTrueDay(day)
  const city = withPrepError(instance.city, day.prepErrorMinutes * MINUTE_MS, PREP_ERROR_SEED)
  return { ...instance, city }
}

/** Always the same errors, whoever plays. */
const PREP_ERROR_SEED = 1

const loadTrueDay = async ({ folder, copies, ordersX }: Day): Promise<GrubhubInstance> => {
  const instance = await readGrubhub(folder)
  const count = instance.city.orders.length * copies * ordersX
  if (count > Limits.traceRows)
    throw new BadInput(
      copies > 1 ? "--copies" : "--surge",
      `that would be ${Math.round(count)} orders, at most ${Limits.traceRows} are played`,
      "choose smaller numbers"
    )
  const laid = sideBySide(instance, copies)
  if (Result.isFailure(laid)) {
    const { roomM, spanM } = laid.failure
    throw new BadInput(
      "--copies",
      `${copies} copies of ${basename(resolve(folder))} are ${Math.ceil(spanM / 1_000)} km across, a plane has room for ${roomM / 1_000} km`,
      "choose fewer"
    )
  }
  if (ordersX === 1) return laid.success
  const rush = surged(laid.success, ordersX)
  if (rush.city.orders.length === 0)
    throw new BadInput("--surge", `no orders are left of ${rush.city.name}`, "choose larger factors")
  return rush
}

/** The seed of the extra orders: the same for every policy, so that all of them meet the same rush. */
const SURGE_SEED = 1

const surged = (instance: GrubhubInstance, ordersX: number): GrubhubInstance => {
  const { city } = instance
  const orders = moreOrders(city.orders, ordersX, SURGE_SEED)
  const name = `${city.name} orders x${ordersX}`
  const lastMs = orders.at(-1)?.placedAtMs ?? 0
  return { ...instance, city: { ...city, name, toMs: Math.max(city.toMs, lastMs + MINUTE_MS), orders } }
}
