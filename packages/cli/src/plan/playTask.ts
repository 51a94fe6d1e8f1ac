import { type City, countText } from "@hotbag/sim"
import { Result } from "effect"
import { loadCity } from "../input/city.ts"
import { readServing } from "../input/serving.ts"
import { parsePolicy } from "../policies.ts"
import { BadInput } from "../exit.ts"
import { needsOf } from "./needsOf.ts"
import { playTried } from "./playTried.ts"
import type { Outcome, TryTask } from "./TryTask.ts"

/** The city of a task. @throws BadInput see `loadCity`. */
export const cityOf = async ({
  couriersX,
  factor,
  from,
  ordersX,
  seed,
  target,
  to,
  with: overlays
}: Pick<
  TryTask,
  "couriersX" | "factor" | "from" | "ordersX" | "seed" | "target" | "to" | "with"
>): Promise<City> =>
  (
    await loadCity({
      scenario: target,
      trace: undefined,
      with: overlays,
      seed,
      from,
      to,
      ordersX,
      couriersX: couriersX * factor
    })
  ).city

/**
 * Plays a run of a plan, and, where couriers were enough, puts it through more and fewer servers. Depends on nothing but the task
 * and the code.
 *
 * @throws BrokenInvariants; BadInput when the request makes no sense.
 */
export const playTask = async (task: TryTask, say: (text: string) => void): Promise<Outcome> => {
  const serving = await readServing(task.serving, undefined)
  if (serving === undefined) throw new BadInput("--no-serving", "a plan is about servers too", "leave it out")
  const { commit, factor, needs, seed, toTheEnd } = task
  const policy = Result.getOrThrow(parsePolicy(task.policy))
  const city = await cityOf(task)
  const tell = city.orders.length > QUIET_ORDERS ? say : () => undefined
  tell(`playing ${countText(city.orders.length)} orders`)
  const { run, tried } = await playTried(factor, { city, policy, seed, commit, serving, say: tell, toTheEnd })
  return { tried, needs: needs && run !== null ? needsOf(run, serving) : null }
}

/** Runs of fewer orders are over in seconds: that they are is all there is to tell. */
const QUIET_ORDERS = 5_000
