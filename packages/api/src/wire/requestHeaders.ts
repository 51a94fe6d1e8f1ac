import { Schema } from "effect"
import { CommandId } from "@hotbag/core"

const key = CommandId.annotate({
  description:
    "Id of the command: repeat it with the same body, and the answer is the same; nothing happens twice (S49).",
  message: "Expected an Idempotency-Key: 1 to 64 letters, digits, '-', '_', '.' or '~', such as a UUID"
})

/** Headers of a request that creates something: the key is needed. */
export const creatingHeaders = {
  "idempotency-key": key.pipe(
    Schema.annotateKey({
      messageMissingKey:
        "Missing Idempotency-Key: send an id of your own with every request that creates something"
    })
  )
}

/** Headers of a request that changes something: the key is welcome. */
export const changingHeaders = { "idempotency-key": Schema.optionalKey(key) }

/** How long a caller wants to wait for the payment's outcome: `Prefer: wait=5` (RFC 7240, C16). */
export const Prefer = Schema.optionalKey(
  Schema.String.check(Schema.isMaxLength(64)).annotate({
    description: "`wait=5` waits up to five seconds for the payment to be authorised.",
    examples: ["wait=5"]
  })
)
