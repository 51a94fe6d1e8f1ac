import { TestIssuer } from "../auth/TestIssuer.ts"
import { forgedTokenCases } from "./forgedTokenCases.ts"
import { TestServer } from "./TestServer.ts"

const issuer = new TestIssuer()
forgedTokenCases(issuer, () => TestServer.start({}, issuer.layer))
