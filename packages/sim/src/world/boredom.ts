import { at } from "@hotbag/core"
import { Happening } from "./happenings.ts"
import type { World } from "./World.ts"

/** The courier has nothing to do from now on: looks at the clock again when it would be time to go home. */
export const awaitBoredom = (world: World, courier: number): void => {
  const afterMs = world.behaviour.goesHomeAfterMs(courier)
  if (afterMs === Infinity) return
  const atMs = world.nowMs + afterMs
  if (atMs < at(world.city.couriers, courier).offAtMs) world.queue.schedule(atMs, Happening.boredom, courier)
}

/** Goes off duty, if there really was nothing to do all the time, and nobody is asking just now. */
export const goHomeIfIdle = (world: World, courier: number): void => {
  const me = at(world.couriers, courier)
  const idleSinceMs = Math.max(me.freedAtMs, at(world.city.couriers, courier).onAtMs)
  const isIdle = me.onDuty && me.phase === "idle" && me.offer === null
  if (!isIdle || world.nowMs - idleSinceMs < world.behaviour.goesHomeAfterMs(courier)) return
  me.onDuty = false
  me.phase = "offline"
  me.leftAtMs = world.nowMs
  world.recorder.counts.goneHome++
  world.dispatch.offline(courier)
}
