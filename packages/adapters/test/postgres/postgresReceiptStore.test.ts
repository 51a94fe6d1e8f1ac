import { Layer } from "effect"
import { receiptStoreCases } from "../../../services/test/receipts/receiptStoreCases.ts"
import { postgresCaseStore, postgresCustomerStore, postgresReceiptStore } from "../../src/index.ts"
import { TestDatabase } from "./TestDatabase.ts"

receiptStoreCases(
  "PostgreSQL",
  Layer.mergeAll(postgresReceiptStore, postgresCaseStore(), postgresCustomerStore).pipe(
    Layer.provide(TestDatabase)
  )
)
