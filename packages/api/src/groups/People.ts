import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Bearer } from "../access/Bearer.ts"
import { Customer, CustomerRequest } from "../entities/Customer.ts"
import { AlertList, NoticeList } from "../entities/Notice.ts"
import { commandProblems, readProblems } from "../problems/problems.ts"
import { changingHeaders } from "../wire/requestHeaders.ts"

/** Customers: each sees and changes only themselves. */
export const CustomersGroup = HttpApiGroup.make("customers")
  .add(
    HttpApiEndpoint.get("me", "/customers/me", { success: Customer, error: readProblems }).annotateMerge(
      OpenApi.annotations({ summary: "What the customer told of themselves (S53)" })
    ),
    HttpApiEndpoint.put("save", "/customers/me", {
      headers: changingHeaders,
      payload: CustomerRequest,
      success: Customer,
      error: commandProblems
    }).annotateMerge(
      OpenApi.annotations({ summary: "Tell of oneself; the first address is where orders go (S53)" })
    ),
    HttpApiEndpoint.delete("erase", "/customers/me", {
      headers: changingHeaders,
      success: HttpApiSchema.NoContent,
      error: commandProblems
    }).annotateMerge(OpenApi.annotations({ summary: "Be forgotten (S135)" }))
  )
  .middleware(Bearer)
  .annotateMerge(OpenApi.annotations({ description: "Customers." }))

/** What people are told. */
export const NoticesGroup = HttpApiGroup.make("notices")
  .add(
    HttpApiEndpoint.get("mine", "/notices", { success: NoticeList, error: readProblems }).annotateMerge(
      OpenApi.annotations({
        summary: "The latest notices of whoever asks: customer, restaurant or courier (S18, S20)"
      })
    ),
    HttpApiEndpoint.get("alerts", "/alerts", { success: AlertList, error: readProblems }).annotateMerge(
      OpenApi.annotations({ summary: "What operations have to look at (S12)" })
    )
  )
  .middleware(Bearer)
  .annotateMerge(OpenApi.annotations({ description: "Notices and alerts." }))
