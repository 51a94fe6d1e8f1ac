import { Schema } from "effect"
import { invariant } from "./Invariant.ts"
import { Limits } from "./Limits.ts"

/**
 * Ids are opaque text: non-empty, at most `Limits.idLength` characters, safe in a URL as they stand (letters,
 * digits, `-`, `_`, `.`, `~`), and starting with a letter or a digit, so that `..` is never a path. Each kind has its own
 * brand, so that a courier's id is never taken for an order's. `OrderId.make(text)` checks; decoding does too.
 */
const idText = Schema.String.check(
  Schema.isMaxLength(Limits.idLength),
  Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9._~-]*$/)
)

/** Id of an order. */
export const OrderId = idText.pipe(Schema.brand("OrderId"))
export type OrderId = typeof OrderId.Type

/** Id of a delivery. */
export const DeliveryId = idText.pipe(Schema.brand("DeliveryId"))
export type DeliveryId = typeof DeliveryId.Type

/** Id of a courier. */
export const CourierId = idText.pipe(Schema.brand("CourierId"))
export type CourierId = typeof CourierId.Type

/** Id of a restaurant. */
export const RestaurantId = idText.pipe(Schema.brand("RestaurantId"))
export type RestaurantId = typeof RestaurantId.Type

/** Id of a customer. */
export const CustomerId = idText.pipe(Schema.brand("CustomerId"))
export type CustomerId = typeof CustomerId.Type

/** Id of a dispatch region. */
export const RegionId = idText.pipe(Schema.brand("RegionId"))
export type RegionId = typeof RegionId.Type

/** Id of an item on a menu. */
export const MenuItemId = idText.pipe(Schema.brand("MenuItemId"))
export type MenuItemId = typeof MenuItemId.Type

/** Id of an offer to a courier; a bundle is offered under one id. */
export const OfferId = idText.pipe(Schema.brand("OfferId"))
export type OfferId = typeof OfferId.Type

/** Id that the payment gateway gave to a payment; a token, never card data (S132). */
export const PaymentId = idText.pipe(Schema.brand("PaymentId"))
export type PaymentId = typeof PaymentId.Type

/** Id of a command: the `Idempotency-Key` of its sender (S49, P2). */
export const CommandId = idText.pipe(Schema.brand("CommandId"))
export type CommandId = typeof CommandId.Type

/** Random bytes that {@link uuidV7} needs: 80 bits, of which 74 are used. */
export const UUID_RANDOM_BYTES = 10

/**
 * A UUID of version 7 (RFC 9562, section 5.7) from a time and random bytes that the caller supplies: pure, and sorted by time
 * to the millisecond. `atMs` is milliseconds since epoch, below 2^48; `random` holds exactly 10 bytes.
 *
 * @throws InvariantViolation when either argument is out of shape.
 */
export const uuidV7 = (atMs: number, random: Uint8Array): string => {
  invariant(Number.isInteger(atMs) && atMs >= 0 && atMs < 2 ** 48, "time does not fit in 48 bits", { atMs })
  invariant(random.length === UUID_RANDOM_BYTES, "a UUID takes exactly 10 random bytes", {
    length: random.length
  })
  const time = atMs.toString(16).padStart(12, "0")
  let tail = ""
  for (let i = 0; i < UUID_RANDOM_BYTES; i++) tail += hexByte(markedByte(random, i))
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail.slice(0, 4)}-${tail.slice(4, 8)}-${tail.slice(8)}`
}

/** Byte `index` with the version (0111) and the variant (10) written over its top bits where they belong. */
const markedByte = (random: Uint8Array, index: number): number => {
  const byte = random[index] ?? 0
  if (index === 0) return (byte & 0x0f) | 0x70
  if (index === 2) return (byte & 0x3f) | 0x80
  return byte
}

const hexByte = (byte: number): string => byte.toString(16).padStart(2, "0")
