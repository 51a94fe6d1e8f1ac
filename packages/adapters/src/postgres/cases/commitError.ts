import { CourierId, MenuItemId, type OrderId, RegionId } from "@hotbag/core"
import {
  type Commit,
  type CommitError,
  CourierFull,
  OutOfStock,
  ReceiptTaken,
  StaleCase,
  StaleEpoch
} from "@hotbag/services"
import { Schema } from "effect"
import type { ConstraintViolated } from "../sqlFailure.ts"

/** What a refusal of `commit_cases` means for a commit; null when no commit should have caused it. */
export const commitErrorOf = (
  { constraint, detail }: ConstraintViolated,
  { changes, receipt }: Commit
): CommitError | null => {
  switch (constraint) {
    case "receipts_pkey":
      return receipt === null ? null : new ReceiptTaken({ scope: receipt.scope, key: receipt.key })
    case "stale_case":
      return staleCase(changes.find(({ before }) => before.orderId === detail)?.before.orderId)
    // Whichever table of a case that begins twice finds it first.
    case "sagas_pkey":
    case "orders_pkey":
    case "order_items_pkey":
    case "payments_pkey":
    case "order_details_pkey":
      return staleCase(changes.find(({ before }) => before.length === 0)?.before.orderId)
    case "stale_epoch": {
      const [regionId, given, seen] = decodeEpoch(detail)
      return new StaleEpoch({ regionId, given, seen })
    }
    case "out_of_stock": {
      const [itemId, left] = decodeStock(detail)
      return new OutOfStock({ itemId, left })
    }
    case "assignments_courier_load": {
      const [courierId, capacity] = decodeLoad(detail)
      return new CourierFull({ courierId, capacity })
    }
    default:
      return null
  }
}

const staleCase = (orderId: OrderId | undefined): StaleCase | null =>
  orderId === undefined ? null : new StaleCase({ orderId })

const decodeEpoch = Schema.decodeUnknownSync(
  Schema.fromJsonString(Schema.Tuple([RegionId, Schema.Int, Schema.Int]))
)
const decodeStock = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Tuple([MenuItemId, Schema.Int])))
const decodeLoad = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Tuple([CourierId, Schema.Int])))
