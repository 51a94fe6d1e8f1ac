import { type Duration, Effect, Fiber, Option } from "effect"

/**
 * `call`, or `late` once `deadline` has passed, whatever the call does: a server that is frozen, or a network that swallows, keeps a
 * driver waiting even for its own cancellation. The call runs beside the caller and is let go of; what it asked for may still
 * happen, so that only what is protected by a receipt or changes nothing may be asked for.
 */
export const withDeadline = <A, E, R, E2>(
  call: Effect.Effect<A, E, R>,
  deadline: Duration.Input,
  late: () => E2
): Effect.Effect<A, E | E2, R> =>
  Effect.flatMap(Effect.forkDetach(call, { startImmediately: true }), (fiber) =>
    Effect.flatMap(Effect.timeoutOption(Fiber.join(fiber), deadline), (answer) => {
      if (Option.isSome(answer)) return Effect.succeed(answer.value)
      // Gives the session back some time; nobody waits for it.
      fiber.interruptUnsafe()
      return Effect.fail(late())
    })
  )
