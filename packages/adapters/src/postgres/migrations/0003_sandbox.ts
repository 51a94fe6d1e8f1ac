import { inOrder } from "./inOrder.ts"

/** The book of the payment gateway inside the process; `asked` rises with every change of a payment. */
export const sandbox = inOrder([
  `create table sandbox_payments (
     order_id text collate "C" primary key,
     asked integer not null,
     payment jsonb not null
   )`
])
