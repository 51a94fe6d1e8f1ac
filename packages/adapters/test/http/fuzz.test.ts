import { effortOf, fuzzCases } from "./fuzzCases.ts"
import { TestServer } from "./TestServer.ts"

fuzzCases(effortOf({ requests: 600, lanes: 1 }), () => TestServer.start())
