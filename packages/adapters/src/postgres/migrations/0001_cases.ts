import { caseTables } from "./cases/caseTables.ts"
import { commitCases } from "./cases/commitCases.ts"
import { companions } from "./cases/companions.ts"
import { ledger } from "./cases/ledger.ts"
import { outbox } from "./cases/outbox.ts"
import { inOrder } from "./inOrder.ts"

/** Orders, deliveries and sagas with their log; assignments, ledger, receipts, outbox; and the function that commits to them. */
export const cases = inOrder([...caseTables, ...companions, ...ledger, ...outbox, ...commitCases])
