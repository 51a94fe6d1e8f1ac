import { accessCases } from "./accessCases.ts"
import { TestServer } from "./TestServer.ts"

accessCases(() => TestServer.start())
